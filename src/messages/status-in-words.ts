import type { Basis } from '../agenda/record.ts';
import { isUnsourced, type StatusKey, statusOf } from '../agenda/status.ts';

/** A status and what it rests on. */
export interface Rested {
  readonly status: StatusKey;
  readonly basis: Basis;
}

/** `Agreed`, or `Agreed (unsourced)` where nobody is named who could be asked. */
export function statusInWords(rested: Rested): string {
  return statusOf(rested.status).label + unsourcedMark(rested);
}

/** ` (unsourced)` after a status that claims a deal without a source; nothing after any other. */
export function unsourcedMark(rested: Rested): string {
  return isUnsourced(rested) ? ' (unsourced)' : '';
}
