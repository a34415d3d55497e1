import { type Moved, moveRows, openGoal } from '../../db/move-record.ts';
import { type Db, problemWith } from '../../db/open.ts';
import { placeIn } from '../../db/postgres.ts';

/**
 * Copies a whole record, as it stands at one moment, to a PostgreSQL database without one, and
 * compares every row. Goes on where an interrupted move has stopped. Throws a `DatabaseProblem`
 * when someone has to do something first.
 */
export async function moveRecord(
  from: Db,
  url: string,
  progress: (share: number) => void,
): Promise<Moved> {
  try {
    const to = await openGoal(url);
    try {
      return await from
        .transaction()
        .setAccessMode('read only')
        .execute(async (source) => moveRows(source, to, placeIn(url), progress));
    } finally {
      await to.destroy();
    }
  } catch (error) {
    throw await problemWith(error, url);
  }
}
