import type { Db } from '../../db/open.ts';
import type { Marking } from '../agenda/marking.ts';

/** Where something is to be told: a channel or, for a direct message, a person, by their id. */
export interface PlaceToTell {
  readonly teamId: string;
  readonly place: string;
}

/** What may be told somewhere at the moment. */
export type Seen =
  /** The record as far as everyone there may see it, and the strictest marking that is told there. */
  | { readonly kind: 'seen'; readonly db: Db; readonly marking: Marking }
  /** Slack lets Summit say nothing there, in its own word for why; what would be told is what all of the workspace may see. */
  | { readonly kind: 'refused'; readonly error: string; readonly db: Db }
  /** Nothing may. */
  | { readonly kind: 'withheld' }
  /** Slack does not tell who is there, so for now nothing is told. */
  | { readonly kind: 'unknown' };

export type SeenAt = (place: PlaceToTell) => Promise<Seen>;
