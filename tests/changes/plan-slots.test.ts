import { sql } from 'kysely';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { findDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { emptyDb } from '../support/db.ts';
import {
  brussels,
  DESK,
  scheduleOf,
  setUp,
  slotsOf,
  tellDue,
  wallTime,
} from '../support/digests.ts';

/** A Tuesday. */
const EARLY = brussels('2026-11-24 08:00');
const NINE = brussels('2026-11-24 09:00');

let db: Db;

beforeEach(async () => {
  db = await emptyDb();
});

describe('what is due', () => {
  test('is planned at its minute, once, and the digest moves on', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    expect(await planDueSlots(db, NINE.subtract({ milliseconds: 1 }))).toMatchObject({
      planned: 0,
    });
    expect(await planDueSlots(db, NINE)).toMatchObject({ planned: 1, missed: [] });
    expect(await planDueSlots(db, NINE)).toMatchObject({ planned: 0 });
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 due']);
    expect(await next()).toBe('2026-11-25 09:00');
  });

  test('writes nothing while nothing is', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    const before = await written(db);
    for (let second = 0; second < 100; second += 1) {
      await planDueSlots(db, EARLY.add({ seconds: second }));
    }
    expect(await written(db)).toBe(before);
  });

  test('of many digests all are planned, whatever they are many of', async () => {
    for (let place = 0; place < 230; place += 1) {
      await setUp(db, 'daily 09:00', EARLY, { ...DESK, place: `C${place}` });
    }
    const planned: number[] = [];
    const between = async (): Promise<void> => void planned.push((await slotsOf(db)).length);
    expect(await planDueSlots(db, NINE, null, between)).toMatchObject({ planned: 230 });
    // People are answered after each.
    expect(planned).toEqual(Array.from({ length: 230 }, (_, before) => before + 1));
  });

  test('one that is still to be told when the next is due is overtaken', async () => {
    await setUp(db, 'daily 09:00 10:00', EARLY);
    await planDueSlots(db, NINE);
    await planDueSlots(db, NINE.add({ hours: 1 }));
    expect(await slotsOf(db)).toEqual([
      '2026-11-24 09:00 missed (overtaken)',
      '2026-11-24 10:00 due',
    ]);
  });

  test('one whose messages are on their way goes on, and the next one waits behind it', async () => {
    await setUp(db, 'daily 09:00 10:00', EARLY);
    await planDueSlots(db, NINE);
    await tellDue(db, NINE, 'composed');
    await planDueSlots(db, NINE.add({ hours: 1 }));
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 composed', '2026-11-24 10:00 due']);
  });
});

describe('after Summit was down', () => {
  test.each([
    ['daily 09:00', { minutes: 1 }, 'due'],
    ['daily 09:00', { hours: 5, minutes: 59 }, 'due'],
    ['daily 09:00', { hours: 6 }, 'due'],
    ['daily 09:00', { hours: 6, milliseconds: 1 }, 'missed (away)'],
    ['weekly tue 09:00', { hours: 6 }, 'due'],
    ['weekly tue 09:00', { hours: 48 }, 'missed (away)'],
    // Half the time until the next one.
    ['daily 09:00 13:00', { hours: 2 }, 'due'],
    ['daily 09:00 13:00', { hours: 2, milliseconds: 1 }, 'missed (away)'],
  ])('of %s there is one slot %o after it was due: %s', async (words, late, state) => {
    await setUp(db, words, EARLY);
    const now = NINE.add(late);
    const { planned, missed } = await planDueSlots(db, now);
    expect(await slotsOf(db)).toEqual([`2026-11-24 09:00 ${state}`]);
    expect(planned).toBe(state === 'due' ? 1 : 0);
    expect(missed.map(({ digest, slot }) => `${digest.place} ${wallTime(slot.at)}`)).toEqual(
      state === 'due' ? [] : ['C0DESK 2026-11-24 09:00'],
    );
    expect(await planDueSlots(db, now)).toMatchObject({ planned: 0, missed: [] });
    expect(Temporal.Instant.compare(await nextAt(), now)).toBe(1);
  });

  test('only the last of those that came due is told', async () => {
    await setUp(db, 'daily 09:00 13:00 17:00', EARLY);
    await planDueSlots(db, brussels('2026-12-03 17:30'));
    expect(await slotsOf(db)).toEqual(['2026-12-03 17:00 due']);
  });

  test('one that was planned before, and never told, is overtaken by it', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await planDueSlots(db, NINE);
    await planDueSlots(db, brussels('2026-11-27 18:00'));
    expect(await slotsOf(db)).toEqual([
      '2026-11-24 09:00 missed (overtaken)',
      '2026-11-27 09:00 missed (away)',
    ]);
  });

  test('a backlog of 43,200 slots is one slot, and few of them are worked out', async () => {
    const times = 'daily 00:00 04:00 08:00 12:00 16:00 20:00';
    await setUp(db, times, EARLY);
    const now = EARLY.add({ hours: 24 * 7200 });
    const moments = vi.spyOn(Temporal.PlainDate.prototype, 'toPlainDateTime');
    onTestFinished(() => moments.mockRestore());
    await planDueSlots(db, now);
    expect(moments.mock.calls.length).toBeGreaterThan(0);
    expect(moments.mock.calls.length).toBeLessThan(50);
    expect(await slotsOf(db)).toHaveLength(1);
  });
});

describe('when the clock jumps', () => {
  test.each([
    ['a second', { seconds: 1 }],
    ['an hour', { hours: 1 }],
    ['a day', { hours: 24 }],
    ['a year', { hours: 24 * 365 }],
    ['five years', { hours: 24 * 365 * 5 }],
  ])(
    '%s ahead and back, there is at most one slot at a time, and then all goes on',
    async (_, by) => {
      await setUp(db, 'daily 09:00', EARLY);
      await planDueSlots(db, NINE);
      await tellDue(db, NINE);
      const wrong = NINE.add({ minutes: 1 }).add(by);
      await planDueSlots(db, wrong);
      expect((await slotsOf(db)).length).toBeLessThanOrEqual(2);

      const right = NINE.add({ minutes: 2 });
      await planDueSlots(db, right);
      expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 said']);
      expect(await next()).toBe('2026-11-25 09:00');
      await planDueSlots(db, brussels('2026-11-25 09:00'));
      expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 said', '2026-11-25 09:00 due']);
    },
  );

  test('what was told while it was ahead is not told again', async () => {
    await setUp(db, 'daily 09:00 17:00', EARLY);
    const wrong = brussels('2026-11-25 17:10');
    await planDueSlots(db, wrong);
    await tellDue(db, wrong);
    for (const moment of ['2026-11-24 08:02', '2026-11-24 09:00', '2026-11-24 17:00']) {
      await planDueSlots(db, brussels(moment));
      await tellDue(db, brussels(moment));
    }
    await planDueSlots(db, brussels('2026-11-25 09:00'));
    await tellDue(db, brussels('2026-11-25 09:00'));
    await planDueSlots(db, brussels('2026-11-25 17:00'));
    expect(await slotsOf(db)).toEqual([
      '2026-11-24 09:00 said',
      '2026-11-24 17:00 said',
      '2026-11-25 09:00 said',
      '2026-11-25 17:00 said',
    ]);
    expect(await next()).toBe('2026-11-26 09:00');
  });

  test('back, what was told is not told again when the time comes round', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await planDueSlots(db, NINE);
    await tellDue(db, NINE);
    const wrong = brussels('2026-11-22 08:00');
    await planDueSlots(db, wrong);
    expect(await next()).toBe('2026-11-22 09:00');
    await planDueSlots(db, NINE.add({ seconds: 30 }));
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 said']);
    expect(await next()).toBe('2026-11-25 09:00');
  });
});

test('when the rules of a zone change, the day still has its digest, and one', async () => {
  const { id } = await setUp(db, 'daily 09:00', EARLY);
  // As if the zone had been an hour further west when it was worked out.
  await db.updateTable('digests').set({ next_at: '2026-11-24T09:00:00.000Z' }).execute();
  await planDueSlots(db, brussels('2026-11-24 10:00'));
  await tellDue(db, brussels('2026-11-24 10:00'));
  expect(await slotsOf(db)).toEqual(['2026-11-24 10:00 said']);
  expect(await next()).toBe('2026-11-25 09:00');

  // And then an hour further east.
  await db
    .updateTable('digests')
    .set({ next_at: '2026-11-25T07:00:00.000Z' })
    .where('id', '=', id)
    .execute();
  await planDueSlots(db, brussels('2026-11-25 08:00'));
  await tellDue(db, brussels('2026-11-25 08:00'));
  expect((await slotsOf(db)).at(-1)).toBe('2026-11-25 08:00 said');
  expect(await next()).toBe('2026-11-26 09:00');
});

test('a digest that can not be planned is paused, and holds up no other', async () => {
  const lost = await setUp(db, 'daily 09:00', EARLY);
  await setUp(db, 'daily 09:00', EARLY, { ...DESK, place: 'C0OTHER' });
  const schedule = { ...scheduleOf('daily 09:00'), timeZone: 'Atlantis/Capital' };
  await db
    .updateTable('digests')
    .set({ schedule: JSON.stringify(schedule) })
    .where('id', '=', lost.id)
    .execute();
  const { planned, unplannable } = await planDueSlots(db, NINE);
  expect(planned).toBe(1);
  expect(unplannable.map(({ digestId }) => digestId)).toEqual([lost.id]);
  expect(String(unplannable[0]?.error)).toContain('time zone');
  expect(await planDueSlots(db, NINE)).toMatchObject({ planned: 0, unplannable: [] });
  expect(await findDigest(db, DESK)).toMatchObject({
    state: 'paused',
    pausedBecause: 'unplannable',
  });
});

async function next(): Promise<string> {
  return wallTime(await nextAt());
}

async function nextAt(): Promise<Temporal.Instant> {
  return Temporal.Instant.from((await findDigest(db, DESK))?.nextAt ?? '');
}

/** How many rows this connection has written. */
async function written(of: Db): Promise<number> {
  const { rows } = await sql<{ changes: number }>`select total_changes() as changes`.execute(of);
  return rows[0]?.changes ?? 0;
}
