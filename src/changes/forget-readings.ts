import { addAuditLine } from '../../db/record/audit.ts';
import type { Db, Tx } from '../../db/open.ts';
import { deleteForgotten, findLastBefore, readForgotten } from '../../db/readings.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Others may write in between. */
const AT_ONCE = 200;
/** Who the log has it that did what nobody did. */
const BY = 'retention';

/**
 * Lets go of whatever was shown before the last so many days, counted in UTC. A line of the log of
 * changes says so first, and vouches for where the log of what was shown begins since; the last
 * reading always stays, so that the next one follows from it.
 */
export async function forgetOldReadings(
  db: Db,
  days: number,
  now: Temporal.Instant,
): Promise<void> {
  const since = stamp(now.toZonedDateTimeISO('UTC').subtract({ days }).startOfDay().toInstant());
  await record(db, (tx) => sayForgotten(tx, since, stamp(now)));
  while ((await record(db, (tx) => deleteForgotten(tx, AT_ONCE))) === AT_ONCE);
}

async function sayForgotten(tx: Tx, since: string, at: string): Promise<void> {
  const last = await findLastBefore(tx, since);
  const before = await readForgotten(tx);
  if (last === null || last.seq <= (before?.seq ?? 0)) return;
  await addAuditLine(tx, {
    at,
    by: BY,
    action: 'forget',
    agendaId: null,
    issueKey: null,
    details: { ...last, since },
    writes: [],
  });
}
