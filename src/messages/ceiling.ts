import type { Marking } from '../agenda/marking.ts';
import { label } from './marking.ts';
import { type Piece, paragraph } from './pieces.ts';
import type { Span } from './spans.ts';

/** How much a channel is shown now, and who allowed what. */
export function ceilingShown(
  seen: Marking | null,
  allowed: { readonly marking: Marking; readonly by: string } | null,
): Piece[] {
  const because: Span[] =
    allowed === null
      ? []
      : [' ', { person: allowed.by }, ` set its ceiling to ${label(allowed.marking)}.`];
  return paragraph([inWords(seen), ...because]);
}

/** An admin said how much a channel may be shown. */
export function ceilingChanged(wanted: Marking | null, seen: Marking | null): Piece[] {
  const set =
    wanted === null
      ? 'The ceiling of this channel is what its kind allows again.'
      : `The ceiling of this channel is ${label(wanted)} now.`;
  return paragraph([`${set} ${inWords(seen)}`]);
}

function inWords(seen: Marking | null): string {
  return seen === null
    ? 'Nothing is posted in this channel: it is shared with others, or Slack does not tell what it is.'
    : `As it is now, nothing stricter than ${label(seen)} is posted in this channel.`;
}
