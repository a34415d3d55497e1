import { beforeEach, describe, expect, test } from 'vitest';
import { listMutes } from '../../db/digest-mutes.ts';
import { findDigest, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import { askDigestNow } from '../../src/changes/ask-digest-now.ts';
import { markIssue } from '../../src/changes/mark.ts';
import { muteIssue, unmuteIssue } from '../../src/changes/mute-issue.ts';
import {
  endDigest,
  pauseByItself,
  pauseDigest,
  resumeDigest,
} from '../../src/changes/pause-digest.ts';
import { nextSlots } from '../../src/changes/plan-digest.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';
import { record } from '../../src/changes/record.ts';
import { changeChoices, setDigest } from '../../src/changes/set-digest.ts';
import { emptyDb, exampleDb } from '../support/db.ts';
import {
  asked,
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
const NOON = brussels('2026-11-24 12:00');

let db: Db;

beforeEach(async () => {
  db = await emptyDb();
});

describe('setting a digest', () => {
  test('the next three come by its schedule', async () => {
    const digest = await setUp(db, 'weekdays 08:30', NOON);
    expect(digest).toMatchObject({ ...DESK, state: 'on', setBy: 'U0ALICE' });
    expect(await comings(digest, NOON)).toEqual([
      '2026-11-25 08:30',
      '2026-11-26 08:30',
      '2026-11-27 08:30',
    ]);
  });

  test('a place has one: setting it again changes that', async () => {
    const wish = { ...DESK, schedule: scheduleOf('daily 09:00'), choices: USUAL_CHOICES };
    const first = await setDigest(db, wish, asked(EARLY));
    const later = { ...asked(NOON), by: 'U0BOB' };
    const second = await setDigest(db, { ...wish, schedule: scheduleOf('daily 10:00') }, later);
    expect([first.kind, second.kind]).toEqual(['set', 'changed']);
    expect(second.digest).toMatchObject({
      id: first.digest.id,
      setBy: 'U0ALICE',
      changedBy: 'U0BOB',
    });
    expect(second.digest.schedule.times).toEqual(['10:00']);
  });

  test('the same input sets it once', async () => {
    const wish = { ...DESK, schedule: scheduleOf('daily 09:00'), choices: USUAL_CHOICES };
    await setDigest(db, wish, asked(EARLY, 'typed:1'));
    await setDigest(db, { ...wish, schedule: scheduleOf('daily 10:00') }, asked(EARLY, 'typed:2'));
    const again = await setDigest(db, wish, asked(NOON, 'typed:1'));
    expect(again.kind).toBe('repeated');
    expect(again.digest.schedule.times).toEqual(['10:00']);
  });

  test('what it tells may change by itself, and then when it comes does not, nor that it is paused', async () => {
    const choices = { ...USUAL_CHOICES, quiet: false };
    const { nextAt } = await setUp(db, 'daily 09:00', EARLY);
    expect(await changeChoices(db, DESK, choices, asked(NOON))).toMatchObject({
      kind: 'changed',
      digest: { choices, nextAt, state: 'on' },
    });
    expect(await changeChoices(db, DESK, choices, asked(NOON))).toMatchObject({
      kind: 'as it was',
    });
    await pauseDigest(db, DESK, asked(NOON));
    expect(await changeChoices(db, DESK, USUAL_CHOICES, asked(NOON))).toMatchObject({
      digest: { state: 'paused', nextAt: null },
    });
  });
});

describe('a day that had its digest has no second one', () => {
  test.each([
    // before, told at, after, changed at, then the next ones
    ['daily 09:00', 'daily 10:00', '09:30', ['2026-11-25 10:00', '2026-11-26 10:00']],
    ['daily 09:00', 'daily 08:00', '09:30', ['2026-11-25 08:00', '2026-11-26 08:00']],
    ['daily 09:00', 'weekdays 17:00', '09:30', ['2026-11-25 17:00', '2026-11-26 17:00']],
    ['daily 09:00', 'weekly tue 17:00', '09:30', ['2026-12-01 17:00', '2026-12-08 17:00']],
    ['daily 09:00', 'monthly 24 17:00', '09:30', ['2026-12-24 17:00', '2027-01-24 17:00']],
    // The second of its two is still to come.
    ['daily 09:00 17:00', 'daily 09:00 18:00', '12:00', ['2026-11-24 18:00', '2026-11-25 09:00']],
    ['daily 09:00', 'daily 09:00 17:00', '12:00', ['2026-11-24 17:00', '2026-11-25 09:00']],
    ['daily 09:00', 'daily 10:00 17:00', '09:30', ['2026-11-24 17:00', '2026-11-25 10:00']],
    ['daily 09:00 11:00', 'daily 17:00', '12:00', ['2026-11-25 17:00', '2026-11-26 17:00']],
    ['daily 09:00 11:00', 'daily 14:00 17:00', '12:00', ['2026-11-25 14:00', '2026-11-25 17:00']],
  ])('%s, told, then %s at %s', async (before, after, time, expected) => {
    await setUp(db, before, EARLY);
    const at = brussels(`2026-11-24 ${time}`);
    await runUntil(EARLY, at);
    const digest = await setUp(db, after, at);
    expect((await comings(digest, at)).slice(0, 2)).toEqual(expected);
    expect(wallTime(digest.nextAt ?? '')).toBe(expected[0]);
  });

  test('in another zone neither the day it was for nor the day it was on there has one', async () => {
    // Half past nine in the evening of the 23rd in Los Angeles.
    await setUp(db, 'daily 06:30', brussels('2026-11-24 06:00'));
    await runUntil(brussels('2026-11-24 06:00'), EARLY);
    const digest = await setUp(db, 'daily 23:30 America/Los_Angeles', EARLY);
    expect(await comings(digest, EARLY, 'America/Los_Angeles')).toEqual([
      '2026-11-25 23:30',
      '2026-11-26 23:30',
      '2026-11-27 23:30',
    ]);
  });

  test('off and on again, or paused and resumed', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await runUntil(EARLY, brussels('2026-11-24 09:30'));
    await endDigest(db, DESK, asked(brussels('2026-11-24 09:40')));
    const digest = await setUp(db, 'daily 17:00', brussels('2026-11-24 09:50'));
    expect(wallTime(digest.nextAt ?? '')).toBe('2026-11-25 17:00');
    await pauseDigest(db, DESK, asked(NOON));
    const resumed = await resumeDigest(db, DESK, asked(NOON));
    expect(resumed).toMatchObject({ kind: 'changed', digest: { nextAt: digest.nextAt } });
  });

  test('one that was asked for beside the schedule takes up no day', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await askDigestNow(db, DESK, asked(EARLY));
    await tellDue(db, EARLY);
    await runUntil(EARLY, NOON);
    expect(await slotsOf(db)).toEqual(['2026-11-24 08:00 asked said', '2026-11-24 09:00 said']);
  });

  test.each(['failed', 'missed'] as const)('one that %s takes up no day', async (state) => {
    await setUp(db, 'daily 09:00', EARLY);
    await planDueSlots(db, brussels('2026-11-24 09:00'));
    await tellDue(db, NOON, state);
    const digest = await setUp(db, 'daily 17:00', NOON);
    expect(wallTime(digest.nextAt ?? '')).toBe('2026-11-24 17:00');
  });

  test('one in another zone counts for its own day there too, at the very time of the new one', async () => {
    const zone = 'America/Los_Angeles';
    // Half past nine in the evening of the 23rd there, which is a time of both.
    await setUp(db, 'daily 06:30', brussels('2026-11-24 06:00'));
    await runUntil(brussels('2026-11-24 06:00'), EARLY);
    const digest = await setUp(db, `daily 21:30 23:30 ${zone}`, EARLY);
    expect((await comings(digest, EARLY, zone)).slice(0, 2)).toEqual([
      '2026-11-23 23:30',
      '2026-11-24 23:30',
    ]);
  });
});

test('a change at the very minute it is due does not lose it', async () => {
  await setUp(db, 'daily 09:00', EARLY);
  const at = brussels('2026-11-24 09:00').add({ milliseconds: 300 });
  const digest = await setUp(db, 'daily 10:00', at);
  expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 due']);
  expect(wallTime(digest.nextAt ?? '')).toBe('2026-11-25 10:00');
});

describe('pausing, resuming and ending', () => {
  test('nothing comes meanwhile, also none that was about to', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await planDueSlots(db, brussels('2026-11-24 09:00'));
    expect(await pauseDigest(db, DESK, asked(NOON))).toMatchObject({
      kind: 'changed',
      digest: { state: 'paused', pausedBecause: null, nextAt: null, changedBy: 'U0ALICE' },
    });
    await planDueSlots(db, NOON.add({ hours: 48 }));
    expect(await slotsOf(db)).toEqual(['2026-11-24 09:00 missed (paused)']);
    expect(await resumeDigest(db, DESK, asked(NOON.add({ hours: 48 })))).toMatchObject({
      kind: 'changed',
      digest: { state: 'on', nextAt: '2026-11-27T08:00:00.000Z' },
    });
  });

  test('what is so already stays as it was, and one that is off is not resumed', async () => {
    expect(await pauseDigest(db, DESK, asked(NOON))).toEqual({ kind: 'missing' });
    await setUp(db, 'daily 09:00', EARLY);
    expect(await resumeDigest(db, DESK, asked(NOON))).toMatchObject({ kind: 'as it was' });
    await endDigest(db, DESK, asked(NOON));
    for (const change of [pauseDigest, resumeDigest, endDigest]) {
      expect(await change(db, DESK, asked(NOON))).toMatchObject({
        kind: 'as it was',
        digest: { state: 'off' },
      });
    }
  });

  test('the same input acts once', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await pauseDigest(db, DESK, asked(NOON, 'pressed:1'));
    await resumeDigest(db, DESK, asked(NOON, 'pressed:2'));
    expect(await pauseDigest(db, DESK, asked(NOON, 'pressed:1'))).toMatchObject({
      kind: 'repeated',
      digest: { state: 'on' },
    });
  });

  test('Summit pauses one that can not be said, once, and says why', async () => {
    const { id } = await setUp(db, 'daily 09:00', EARLY);
    const pauses = async () => record(db, async (tx) => pauseByItself(tx, id, 'is_archived', NOON));
    expect([await pauses(), await pauses()]).toEqual([true, false]);
    expect(await findDigest(db, DESK)).toMatchObject({
      state: 'paused',
      pausedBecause: 'is_archived',
      changedBy: 'U0ALICE',
    });
    await resumeDigest(db, DESK, asked(NOON));
    expect(await findDigest(db, DESK)).toMatchObject({ state: 'on', pausedBecause: null });
  });

  test('off and on again, it is whoever set it anew', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    await endDigest(db, DESK, asked(EARLY));
    const wish = { ...DESK, schedule: scheduleOf('daily 09:00'), choices: USUAL_CHOICES };
    const again = await setDigest(db, wish, {
      by: 'U0BOB',
      at: NOON,
      inputId: null,
      deed: 'digest',
    });
    expect(again).toMatchObject({
      kind: 'set',
      digest: { setBy: 'U0BOB', setAt: NOON.toString({ smallestUnit: 'millisecond' }) },
    });
  });
});

describe('a digest now', () => {
  test('is one slot beside the schedule, once an input, and one at a time', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    expect(await askDigestNow(db, DESK, asked(NOON, 'typed:1'))).toMatchObject({ kind: 'asked' });
    expect(await askDigestNow(db, DESK, asked(NOON, 'typed:1'))).toMatchObject({
      kind: 'repeated',
    });
    expect(await askDigestNow(db, DESK, asked(NOON, 'typed:2'))).toMatchObject({
      kind: 'on its way',
    });
    await tellDue(db, NOON, 'composed');
    expect(await askDigestNow(db, DESK, asked(NOON, 'typed:3'))).toMatchObject({
      kind: 'on its way',
    });
    expect(await slotsOf(db)).toEqual(['2026-11-24 12:00 asked composed']);
  });

  test('asked for at the minute one is due, both stand, and the one that is due tells it', async () => {
    await setUp(db, 'daily 09:00', EARLY);
    const nine = brussels('2026-11-24 09:00');
    await askDigestNow(db, DESK, asked(nine));
    await planDueSlots(db, nine);
    expect(await slotsOf(db)).toEqual([
      '2026-11-24 09:00 due',
      '2026-11-24 09:00 asked missed (overtaken)',
    ]);
  });

  test('also comes while the digest is paused, but not where it can not be said, or is off', async () => {
    expect(await askDigestNow(db, DESK, asked(NOON))).toEqual({ kind: 'missing' });
    const { id } = await setUp(db, 'daily 09:00', EARLY);
    await pauseDigest(db, DESK, asked(NOON));
    expect(await askDigestNow(db, DESK, asked(NOON))).toMatchObject({ kind: 'asked' });
    await tellDue(db, NOON);
    await resumeDigest(db, DESK, asked(NOON));
    await record(db, async (tx) => pauseByItself(tx, id, 'not_in_channel', NOON));
    expect(await askDigestNow(db, DESK, asked(NOON))).toMatchObject({ kind: 'not on' });
    await endDigest(db, DESK, asked(NOON));
    expect(await askDigestNow(db, DESK, asked(NOON))).toMatchObject({ kind: 'not on' });
  });
});

test('an issue is muted, in part or whole, and heard of again', async () => {
  const issue = { agendaId: 'biden-xi-2023', key: 'fentanyl' };
  const db = await exampleDb();
  const { id } = await setUp(db, 'daily 09:00', EARLY);
  const levels = async () => (await listMutes(db, id)).map(({ key, level }) => `${key} ${level}`);
  await muteIssue(db, DESK, { ...issue, level: 'updates' }, asked(NOON));
  expect(await levels()).toEqual(['fentanyl updates']);
  await muteIssue(db, DESK, { ...issue, level: 'all' }, asked(NOON));
  expect(await levels()).toEqual(['fentanyl all']);
  const again = await muteIssue(db, DESK, { ...issue, level: 'all' }, asked(NOON));
  expect(again.kind).toBe('as it was');
  expect((await unmuteIssue(db, DESK, issue, asked(NOON))).kind).toBe('changed');
  expect(await levels()).toEqual([]);
  expect((await unmuteIssue(db, DESK, issue, asked(NOON))).kind).toBe('as it was');
});

test('an issue that was marked since it was found is not muted where it was', async () => {
  const issue = { agendaId: 'biden-xi-2023', key: 'fentanyl' };
  const db = await exampleDb();
  const { id } = await setUp(db, 'daily 09:00', EARLY);
  const mark = {
    by: 'U0ALICE',
    at: NOON,
    inputId: null,
    deed: 'mark',
    seen: null,
    mark: null,
  } as const;
  const amber = { marking: 'AMBER', room: null, readers: null } as const;
  await muteIssue(db, DESK, { ...issue, level: 'updates' }, asked(NOON));
  const marked = await markIssue(db, issue, amber, mark);
  if (marked.kind !== 'marked') throw new Error(marked.kind);
  expect(await muteIssue(db, DESK, { ...issue, level: 'all' }, asked(NOON))).toEqual({
    kind: 'gone',
  });
  expect(await markIssue(db, { ...issue, key: marked.key }, null, mark)).toEqual({
    kind: 'marked',
    key: 'fentanyl',
  });
  expect(await listMutes(db, id)).toMatchObject([{ ...issue, level: 'updates' }]);
});

/** Plans every ten minutes, and tells what is due. */
async function runUntil(from: Temporal.Instant, until: Temporal.Instant): Promise<void> {
  for (let now = from; Temporal.Instant.compare(now, until) <= 0; now = now.add({ minutes: 10 })) {
    await planDueSlots(db, now);
    await tellDue(db, now);
  }
}

async function comings(
  digest: StandingDigest,
  now: Temporal.Instant,
  timeZone?: string,
): Promise<string[]> {
  return (await nextSlots(db, digest, now, 3)).map(({ at }) => wallTime(at, timeZone));
}
