import { findKeptCard } from '../../db/cards.ts';
import type { Db } from '../../db/open.ts';
import { addWatch, removeWatch } from '../../db/people.ts';
import { homeOf } from '../agenda/annex.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Someone of a workspace, and issues of an agenda. */
export interface Watcher {
  readonly teamId: string;
  readonly userId: string;
  readonly agendaId: string;
}

/** The keys of those that were not watched before. What is watched is nobody else's business, so no log tells of it. */
export async function watchIssues(
  db: Db,
  watcher: Watcher,
  keys: readonly string[],
  at: Temporal.Instant,
): Promise<string[]> {
  return record(db, async (tx) => {
    const begun: string[] = [];
    for (const key of keys) {
      const agendaId = homeOf(watcher.agendaId, key);
      // It may have been taken back since it was found.
      if ((await findKeptCard(tx, agendaId, key)) === null) continue;
      if (await addWatch(tx, { ...watcher, agendaId, key }, stamp(at))) begun.push(key);
    }
    return begun;
  });
}

/** The keys of those that were watched before. */
export async function unwatchIssues(
  db: Db,
  watcher: Watcher,
  keys: readonly string[],
): Promise<string[]> {
  return record(db, async (tx) => {
    const ended: string[] = [];
    for (const key of keys) {
      const agendaId = homeOf(watcher.agendaId, key);
      if (await removeWatch(tx, { ...watcher, agendaId, key })) ended.push(key);
    }
    return ended;
  });
}
