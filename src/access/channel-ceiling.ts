import type { Marking } from '../agenda/marking.ts';

/** What a conversation is, as far as it decides what everyone in it may be shown. */
export type ChannelKind =
  /** Everyone of the workspace may join. */
  | 'public'
  /** Only who was invited is in it. */
  | 'private'
  /** People of other organisations are in it, or were invited. */
  | 'shared'
  /** Somebody alone with Summit. */
  | 'direct'
  /** Slack did not tell. */
  | 'unknown';

/** What everyone in a channel may be shown; null where nothing may. What an admin allowed lifts it no further than its kind bears. */
export function ceilingFor(
  kind: ChannelKind,
  allowed: Marking | null,
  hasGuests: boolean,
): Marking | null {
  switch (kind) {
    case 'unknown':
    case 'direct':
      return null;
    case 'shared':
      return allowed === 'CLEAR' ? 'CLEAR' : null;
    case 'public':
      if (allowed === 'CLEAR') return 'CLEAR';
      return allowed === 'AMBER' && !hasGuests ? 'AMBER' : 'GREEN';
    case 'private':
      if (allowed === 'CLEAR' || allowed === 'GREEN') return allowed;
      return hasGuests ? 'GREEN' : 'AMBER+STRICT';
  }
}
