import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import { endDigest } from '../../src/changes/pause-digest.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { record } from '../../src/changes/record.ts';
import { exampleDatabase } from '../slack/running-bot.ts';
import { asked, setUp, tellDue } from '../support/digests.ts';
import { terminal } from './run-terminal.ts';

const EARLY = Temporal.Instant.from('2023-11-14T06:00:00Z');
/** Nine in the morning in Brussels. */
const NINE = Temporal.Instant.from('2023-11-14T08:00:00Z');
const TEAM = 'T0SUMMIT';

test('what was on its way when the backup was made is not said again, and digests go on from now', async () => {
  const path = await exampleDatabase();
  const before = await withRecord(path, async (db) => {
    await makeDigests(db);
    return digestsOf(db);
  });
  const backup = join(mkdtempSync(join(tmpdir(), 'summit-')), 'backup.db');
  expect(await terminal(['backup', backup], path)).toMatchObject({ err: '', code: 0 });
  expect(await terminal(['restore', backup], path)).toMatchObject({ err: '', code: 0 });

  await withRecord(path, async (db) => {
    expect(await digestsOf(db)).toEqual(before);
    expect(await slotsByPlace(db)).toEqual([
      'C0COMPOSED unknown (restored)',
      'C0DUE missed (restored)',
      'C0SAID said',
    ]);
    const post = await db.selectFrom('posts').selectAll().executeTakeFirstOrThrow();
    expect(post).toMatchObject({ state: 'unknown', why: 'restored' });
    expect(post.settled_at).not.toBeNull();

    const hourOn = NINE.add({ hours: 1 });
    expect(await planDueSlots(db, hourOn)).toMatchObject({ planned: 0, missed: [] });
    // It may have been said since the backup was made, so the day has had it.
    const place = { teamId: TEAM, place: 'C0DUE' };
    const changed = await setUp(db, 'daily 20:00', hourOn, place);
    expect(changed.nextAt).toBe('2023-11-15T19:00:00.000Z');
    expect(await planDueSlots(db, NINE.add({ hours: 24, minutes: 1 }))).toMatchObject({
      planned: 2,
    });
  });
  expect((await terminal(['verify'], path)).out).toMatch(/^The record is whole: /);
});

/** One that was said, one whose messages are on their way, one to be composed, and one that is off. */
async function makeDigests(db: Db): Promise<void> {
  const places = ['C0SAID', 'C0COMPOSED', 'C0DUE'];
  for (const [at, place] of places.entries()) {
    const time = ['09:00', '09:01', '09:02'][at];
    await setUp(db, `daily ${time}`, EARLY, { teamId: TEAM, place });
  }
  await setUp(db, 'daily 09:00', EARLY, { teamId: TEAM, place: 'C0OFF' });
  await endDigest(db, { teamId: TEAM, place: 'C0OFF' }, asked(EARLY));
  await planDueSlots(db, NINE);
  await tellDue(db, NINE);
  await planDueSlots(db, NINE.add({ minutes: 1 }));
  await tellDue(db, NINE, 'composed');
  await planDueSlots(db, NINE.add({ minutes: 2 }));
  await record(db, async (tx) =>
    addPost(
      tx,
      {
        teamId: TEAM,
        place: 'C0COMPOSED',
        purpose: 'digest',
        slot: null,
        threadOf: null,
        content: {},
        notBefore: NINE,
        giveUpAt: NINE.add({ hours: 6 }),
      },
      NINE,
    ),
  );
}

async function digestsOf(db: Db): Promise<object[]> {
  const columns = ['place', 'state', 'schedule', 'choices', 'set_by', 'set_at'] as const;
  return db.selectFrom('digests').select(columns).orderBy('place').execute();
}

async function slotsByPlace(db: Db): Promise<string[]> {
  const slots = await db
    .selectFrom('digest_slots')
    .innerJoin('digests', 'digests.id', 'digest_slots.digest_id')
    .select(['place', 'digest_slots.state', 'why'])
    .orderBy('place')
    .execute();
  return slots.map(
    ({ place, state, why }) => `${place} ${state}${why === null ? '' : ` (${why})`}`,
  );
}

async function withRecord<T>(path: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await openDatabase(`sqlite:${path}`);
  try {
    return await work(db);
  } finally {
    await closeDatabase(db);
  }
}
