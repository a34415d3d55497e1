import type { KnownBlock, PlainTextElement } from '@slack/types';

/** A form to fill in: a modal of Slack's, but for what only Slack needs to know. */
export interface Form {
  /** The word it belongs to. */
  readonly command: string;
  /** At most 24 characters. */
  readonly title: string;
  /** What the button says that sends it; at most 24 characters. */
  readonly submit: string;
  /** The field of each input is its `block_id`. */
  readonly blocks: readonly KnownBlock[];
  /** Comes back unchanged with what is filled in; at most 2,000 characters. */
  readonly keep: string;
}

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
