import { isStricter, type Mark, type Marking } from '../agenda/marking.ts';

/** What may be shown to somebody alone, or to everyone in a channel. */
export interface Sight {
  /** Nothing stricter; null where nothing at all may be shown. */
  readonly marking: Marking | null;
  /** The private channels that all who look belong to. */
  readonly rooms: readonly string[];
  /** Who looks, where one person does; null for a channel. */
  readonly reader: string | null;
}

/** What whoever runs Summit sees at a terminal: all but what is bound to a channel or to names. */
export const OPERATORS: Sight = { marking: 'AMBER+STRICT', rooms: [], reader: null };

/** True when it may be shown. */
export function sees(sight: Sight, { marking, room, readers }: Mark): boolean {
  if (sight.marking === null) return false;
  if (room !== null && !sight.rooms.includes(room)) return false;
  if (readers === null) return !isStricter(marking, sight.marking);
  // Whoever is named may see what is RED, which nobody else may; but no guest, whoever named them.
  const isNamed = sight.reader !== null && readers.includes(sight.reader);
  return isNamed && sight.marking === 'AMBER+STRICT';
}
