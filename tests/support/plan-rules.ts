import assert from 'node:assert/strict';
import type { StandingDigest } from '../../db/digests.ts';
import type { Schema } from '../../db/schema.ts';
import { dayIn } from '../../src/agenda/days.ts';
import { type Schedule, type Slot, slotsAfter } from '../../src/agenda/schedule.ts';

/** A slot of a digest, as it is kept. */
export type Row = Pick<Schema['digest_slots'], 'kind' | 'state' | 'why'> & {
  readonly at: string;
  readonly date: string;
};

/** What planning, or a change of the digest, made of its slots. */
export interface Turn {
  /** As it was before. */
  readonly digest: StandingDigest | null;
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  readonly now: Temporal.Instant;
  /** True when the clock has only gone on since the turn before, and nothing else happened. */
  readonly goesOn: boolean;
}

const SIX_HOURS = 6 * 3_600_000;

/** What people have seen stays as it was, and is never due again. */
export function compareTold({ before, after }: Turn): void {
  for (const row of before.filter(isTold)) {
    const then = after.find(({ at }) => at === row.at);
    assert.deepEqual(then, row, 'what was told is told');
  }
}

/** At most one slot is new: the last one that came due, told or missed as late as it is. */
export function comparePlanned(turn: Turn): void {
  const { digest, before, after, now, goesOn } = turn;
  const added = after.filter(
    ({ at, kind }) => kind === 'due' && !before.some((row) => row.at === at),
  );
  assert.ok(added.length <= 1, 'one slot at a time');
  const due = after.filter(({ kind, state }) => kind === 'due' && state === 'due');
  assert.ok(due.length <= 1, 'of two that are due one is told');
  if (digest?.state !== 'on') return assert.equal(added.length, 0, 'none while it is not on');

  const { schedule } = digest;
  const [row] = added;
  if (row !== undefined) compareNew(row, turn, schedule);
  if (!goesOn || digest.nextAt === null) return;
  const passed = slotsBetween(schedule, instant(digest.nextAt).subtract({ milliseconds: 1 }), now);
  // After the last one that is there, if any is: that one has told it all.
  const last = passed.findLast((slot) => isOf(before, slot) || !isTaken(schedule, before, slot));
  const isThere = last === undefined || after.some(({ at }) => instant(at).equals(last.at));
  assert.ok(isThere, `nothing came of ${String(last?.at)}`);
}

/** It comes next at the first time of its schedule, unless the day had its digests. */
export function compareNext(
  { schedule, nextAt }: StandingDigest,
  rows: readonly Row[],
  now: Temporal.Instant,
): void {
  if (nextAt === null) return assert.fail('it is to be worked out');
  const early = rows.filter(({ at }) => instant(at).since(now).total('seconds') > 2);
  assert.deepEqual(
    early.filter((row) => row.kind === 'due' && !isTold(row)),
    [],
    'what a wrong clock made is gone',
  );
  const due = slotsBetween(schedule, now, instant(nextAt));
  assert.ok(due.at(-1)?.at.equals(instant(nextAt)), 'it comes when its schedule says');
  for (const slot of due.slice(0, -1)) {
    // One that failed or was overtaken since was still to be told when the next was worked out.
    const isLeftOut = isTaken(schedule, rows, slot, ({ kind }) => kind === 'due');
    assert.ok(isLeftOut, `${slot.at.toString()} is left out`);
  }
}

function compareNew(row: Row, { before, now }: Turn, schedule: Schedule): void {
  const at = instant(row.at);
  const [slot] = slotsBetween(schedule, at.subtract({ milliseconds: 1 }), at);
  assert.equal(slot?.date, row.date, 'it is one of its schedule');
  const [next] = slotsAfter(schedule, at).take(1);
  const period = (next?.at.epochMilliseconds ?? Infinity) - at.epochMilliseconds;
  const late = now.epochMilliseconds - at.epochMilliseconds;
  assert.ok(late >= 0, 'none comes early');
  const expected = late <= Math.min(period / 2, SIX_HOURS) ? 'due' : 'missed';
  assert.equal(row.state, expected, `${late} ms late`);
  for (const later of slotsBetween(schedule, at, now)) {
    assert.ok(isTaken(schedule, before, later), 'the last one is told');
    assert.ok(!isOf(before, later), 'none after a later one');
  }
  if (row.state === 'missed') return;

  const told = before.filter((other) => isTold(other) && daysOf(schedule, other).has(row.date));
  const times = slotsOn(schedule, row.date).length;
  assert.ok(told.length < times, `${row.date} had ${told.length} of ${times}`);
}

/** True for a slot that is left out: it is there, or its day had as many at other times as come up to it. */
function isTaken(
  schedule: Schedule,
  rows: readonly Row[],
  slot: Slot,
  counts: (row: Row) => boolean = isUsed,
): boolean {
  if (isOf(rows, slot)) return true;
  const times = slotsOn(schedule, slot.date);
  const others = rows.filter(
    (row) =>
      counts(row) &&
      daysOf(schedule, row).has(slot.date) &&
      !times.some(({ at }) => instant(row.at).equals(at)),
  );
  const upToIt = times.filter(
    (time) => !isOf(rows, time) && Temporal.Instant.compare(time.at, slot.at) <= 0,
  );
  return others.length >= upToIt.length;
}

/** True for a slot there is a row of. */
function isOf(rows: readonly Row[], { at }: Slot): boolean {
  return rows.some((row) => isUsed(row) && instant(row.at).equals(at));
}

/** What people see, or may have seen before a restore. */
function isTold(row: Row): boolean {
  return row.kind === 'due' && (isSeen(row) || row.why === 'restored');
}

function isSeen({ state }: Row): boolean {
  return state === 'said' || state === 'unknown';
}

function isUsed({ kind, state, why }: Row): boolean {
  const isOver = state === 'missed' || state === 'failed';
  return kind === 'due' && (!isOver || why === 'restored');
}

function daysOf({ timeZone }: Schedule, { at, date }: Row): Set<string> {
  return new Set([date, dayIn(instant(at), timeZone)]);
}

function slotsOn(schedule: Schedule, date: string): Slot[] {
  const day = Temporal.PlainDate.from(date).toZonedDateTime(schedule.timeZone).toInstant();
  const around = slotsBetween(schedule, day.subtract({ hours: 30 }), day.add({ hours: 60 }));
  return around.filter((slot) => slot.date === date);
}

/** After the first moment, up to the second. */
function slotsBetween(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsAfter(schedule, from)) {
    if (Temporal.Instant.compare(slot.at, until) > 0) return slots;
    slots.push(slot);
  }
  return slots;
}

function instant(at: string): Temporal.Instant {
  return Temporal.Instant.from(at);
}
