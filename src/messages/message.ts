import type { KnownBlock } from '@slack/types';

/**
 * What Summit says. `text` carries everything the blocks do: screen readers, notifications
 * and the terminal get it instead of them. Both are escaped for Slack.
 */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
