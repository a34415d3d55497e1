import { stamp } from '../src/agenda/stamp.ts';
import type { Db } from './open.ts';

/**
 * Lets go of all that a record was about to say unasked, for a backup that takes the record's
 * place: what was on its way when it was made may have been said since, and nobody can tell.
 * Digests are planned from now on; the days that had theirs are remembered.
 */
export async function forgetPlans(db: Db, now: Temporal.Instant): Promise<void> {
  const settled = { settled_at: stamp(now), why: 'restored' };
  await db
    .updateTable('posts')
    .set({ ...settled, state: 'unknown', touched_at: stamp(now) })
    .where('settled_at', 'is', null)
    .where('state', '<>', 'sent')
    .execute();
  const unsettled = db.updateTable('digest_slots').where('settled_at', 'is', null);
  await unsettled
    .set({ ...settled, state: 'unknown' })
    .where('state', '=', 'composed')
    .execute();
  await unsettled
    .set({ ...settled, state: 'missed' })
    .where('state', '=', 'due')
    .execute();
  await db.updateTable('digests').set({ next_at: null }).execute();
}
