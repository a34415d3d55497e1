import type { Db } from '../../db/open.ts';
import type { SeenAt } from '../../src/digests/seen-at.ts';

/** A workspace where everyone may see everything, wherever it is told. */
export function allSeen(db: Db): SeenAt {
  return async () => ({ kind: 'seen', db, marking: 'AMBER+STRICT' });
}
