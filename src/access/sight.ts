import { isStricter, type Mark, type Marking } from '../agenda/marking.ts';

/** What may be shown to somebody alone, or to everyone in a channel. */
export interface Sight {
  readonly teamId: string;
  /** Nothing stricter; null where nothing at all may be shown. */
  readonly marking: Marking | null;
  /** The private channels that all who look belong to. */
  readonly rooms: readonly string[];
  /** Who looks, where one person does; null for a channel. */
  readonly reader: string | null;
}

/** Whatever is marked and belongs to a workspace, or to none in particular. */
export interface Marked extends Mark {
  readonly teamId: string | null;
}

/** What whoever runs Summit sees at a terminal: all but what is bound to a channel or to names. */
export const OPERATORS: Sight = { teamId: '', marking: 'AMBER+STRICT', rooms: [], reader: null };

/** True when it may be shown. */
export function sees(sight: Sight, { teamId, marking, room, readers }: Marked): boolean {
  if (sight.marking === null) return false;
  if (teamId !== null && teamId !== sight.teamId && sight !== OPERATORS) return false;
  if (room !== null && !sight.rooms.includes(room)) return false;
  // Whoever is named may see what is RED, which nobody else may.
  if (readers !== null)
    return sight.reader !== null && readers.includes(sight.reader) && isFull(sight);
  return !isStricter(marking, sight.marking);
}

/** Guests see what is GREEN, whoever named them. */
function isFull({ marking }: Sight): boolean {
  return marking === 'AMBER+STRICT';
}
