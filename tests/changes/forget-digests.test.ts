import { expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { forgetOldDigests } from '../../src/changes/forget-digests.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { emptyDb } from '../support/db.ts';
import { putOnTheirWay } from '../support/posts.ts';
import { brussels, setUp, slotsOf, tellDue } from '../support/digests.ts';

const NOON = Temporal.Instant.from('2026-11-24T12:00:00Z');

test('messages are forgotten a week after they were said, however many; what is on its way never is', async () => {
  const db = await emptyDb();
  await putOnTheirWay(db, 450, NOON);
  await db
    .updateTable('posts')
    .set({ state: 'sent', settled_at: stamp(NOON) })
    .execute();
  await putOnTheirWay(db, 1, NOON);

  await forgetOldDigests(db, NOON.add({ hours: 7 * 24 }));
  expect(await count(db)).toBe(451);
  await forgetOldDigests(db, NOON.add({ hours: 7 * 24, milliseconds: 1 }));
  expect(await count(db)).toBe(1);
});

test('a digest of a day is remembered for more than a year', async () => {
  const db = await emptyDb();
  await setUp(db, 'daily 09:00', brussels('2026-11-23 15:00'));
  const nine = brussels('2026-11-24 09:00');
  await planDueSlots(db, nine);
  await tellDue(db, nine);

  await forgetOldDigests(db, nine.add({ hours: 400 * 24 }));
  expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 said']);
  await forgetOldDigests(db, nine.add({ hours: 400 * 24 + 1 }));
  expect(await slotsOf(db)).toEqual([]);
});

async function count(db: Db): Promise<number> {
  return (await db.selectFrom('posts').select('id').execute()).length;
}
