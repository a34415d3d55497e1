import { describe, expect, test } from 'vitest';
import type { StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { forgetOldDigests } from '../../src/changes/forget-digests.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { record } from '../../src/changes/record.ts';
import { stopWorkspace } from '../../src/changes/stop-workspace.ts';
import { emptyDb } from '../support/db.ts';
import { putOnTheirWay } from '../support/posts.ts';
import { brussels, setUp, slotsOf, tellDue } from '../support/digests.ts';

const NOON = Temporal.Instant.from('2026-11-24T12:00:00Z');
const WEEK_LATER = NOON.add({ hours: 7 * 24, milliseconds: 1 });

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

describe('in a workspace that is stopped', () => {
  test('what nobody wants any more is given up after a week, however much, and then forgotten', async () => {
    const db = await emptyDb();
    await putOnTheirWay(db, 450, NOON);
    await stopWorkspace(db, 'T0SUMMIT', 'token_revoked', NOON);
    await forgetOldDigests(db, NOON.add({ hours: 7 * 24 }));
    expect(await states(db)).toEqual(['waiting']);
    await forgetOldDigests(db, WEEK_LATER);
    expect(await states(db)).toEqual(['failed (late)']);
    await forgetOldDigests(db, WEEK_LATER.add({ hours: 7 * 24, milliseconds: 1 }));
    expect(await count(db)).toBe(0);
  });

  test('what may be there is kept, and its thread with it', async () => {
    const db = await emptyDb();
    const digest = await composedDigest(db);
    await db
      .updateTable('posts')
      .set({ state: 'unclear' })
      .where('thread_of', 'is', null)
      .execute();
    await stopWorkspace(db, digest.teamId, 'token_revoked', NOON);
    await forgetOldDigests(db, WEEK_LATER);
    expect(await states(db)).toEqual(['unclear', 'waiting']);
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 composed']);
  });

  test('a digest that was on its way is missed, with its thread', async () => {
    const db = await emptyDb();
    const digest = await composedDigest(db);
    await stopWorkspace(db, digest.teamId, 'token_revoked', NOON);
    await forgetOldDigests(db, WEEK_LATER);
    expect(await states(db)).toEqual(['failed (late)']);
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 missed (late)']);
  });

  test('and elsewhere, nothing is given up', async () => {
    const db = await emptyDb();
    await putOnTheirWay(db, 1, NOON);
    await stopWorkspace(db, 'T0OTHER', 'token_revoked', NOON);
    await forgetOldDigests(db, WEEK_LATER);
    expect(await states(db)).toEqual(['waiting']);
  });
});

/** A digest of which a message and one in its thread are on their way. */
async function composedDigest(db: Db): Promise<StandingDigest> {
  const digest = await setUp(db, 'daily 09:00', brussels('2026-11-23 15:00'));
  const nine = brussels('2026-11-24 09:00');
  await planDueSlots(db, nine);
  await tellDue(db, nine, 'composed');
  await record(db, async (tx) => {
    const post = {
      teamId: digest.teamId,
      place: digest.place,
      purpose: 'digest',
      slot: { digestId: digest.id, at: stamp(nine) },
      content: {},
      notBefore: nine,
      giveUpAt: NOON,
    } as const;
    const parent = await addPost(tx, { ...post, threadOf: null }, nine);
    await addPost(tx, { ...post, threadOf: parent }, nine);
  });
  return digest;
}

/** What became of messages, each once: `failed (late)`. */
async function states(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('posts').select(['state', 'why']).distinct().execute();
  return rows.map(({ state, why }) => (why === null ? state : `${state} (${why})`)).toSorted();
}

async function count(db: Db): Promise<number> {
  return (await db.selectFrom('posts').select('id').execute()).length;
}
