import type { Db } from '../../db/open.ts';
import { addReading } from '../../db/readings.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { record } from '../../src/changes/record.ts';

/** So much is let go of in more than one go. */
export const A_DAY = 210;

/** Somebody is shown the same again and again, from one moment on. */
export async function readAllDay(db: Db, from: Temporal.Instant): Promise<void> {
  await record(db, async (tx) => {
    for (let minutes = 0; minutes < A_DAY; minutes += 1) {
      const at = stamp(from.add({ minutes }));
      const where = { teamId: 'T0SUMMIT', by: 'U0ALICE', place: 'C0DESK' };
      await addReading(tx, { ...where, at, agendaId: 'names', key: 'issue-1', how: 'alone' });
    }
  });
}
