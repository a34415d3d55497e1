import type { IsoDate } from './record.ts';
import type { StatusKey } from './status.ts';

/** What moved an issue, and where it stood before. */
export interface MovesSince<Change> {
  readonly from: StatusKey | null;
  readonly to: StatusKey | null;
  /** Every change that moved it, the first first; there and back again are two. */
  readonly moves: readonly Change[];
}

interface Standing {
  readonly id: string;
  readonly date: IsoDate;
  readonly status: StatusKey;
}

interface Changing {
  readonly added: readonly string[];
  readonly ended: readonly string[];
}

/**
 * Goes through changes of an issue one by one and tells what they moved. `counting` are entries
 * that count now, `ended` those that ended since; any left out can't say where it stood.
 */
export function movesSince<Change extends Changing>(
  changes: readonly Change[],
  counting: readonly Standing[],
  ended: readonly Standing[],
): MovesSince<Change> {
  const known = new Map([...ended, ...counting].map((entry) => [entry.id, entry]));
  const addedSince = new Set(changes.flatMap(({ added }) => added));
  const inForce = new Set([...known.keys()].filter((id) => !addedSince.has(id)));
  const from = statusBy(inForce, known);
  const moves: Change[] = [];
  let to = from;
  for (const change of changes) {
    for (const id of change.ended) inForce.delete(id);
    for (const id of change.added) if (known.has(id)) inForce.add(id);
    const status = statusBy(inForce, known);
    if (status !== to) moves.push(change);
    to = status;
  }
  return { from, to, moves };
}

/** An issue has one entry a day. */
function statusBy(
  ids: ReadonlySet<string>,
  known: ReadonlyMap<string, Standing>,
): StatusKey | null {
  let last: Standing | null = null;
  for (const id of ids) {
    const entry = known.get(id);
    if (entry !== undefined && (last === null || entry.date > last.date)) last = entry;
  }
  return last?.status ?? null;
}
