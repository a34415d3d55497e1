import { expect, test } from 'vitest';
import { lastSlotUntil, type Schedule, slotsAfter } from '../../src/agenda/schedule.ts';
import {
  firstMinuteShowing,
  turnsOf,
  walkMinutes,
  type WallClock,
  wallClock,
} from '../support/wall-clock.ts';

/** `SUMMIT_LONG=full` begins at more instants, and tries every turn of the clocks since 1973. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STARTS = FULL ? 100 : 10;
const ZONES = Intl.supportedValuesOf('timeZone');

const THREE_YEARS = [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1)] as const;

/** Turns unlike the usual hour at night. */
const ODD_TURNS = [
  ['Africa/Cairo', 2010, 2015],
  ['America/Asuncion', 2023, 2025],
  ['America/Caracas', 2007, 2017],
  ['America/Nuuk', 2022, 2025],
  ['America/Sao_Paulo', 2015, 2020],
  ['America/St_Johns', 2006, 2012],
  ['Antarctica/Casey', 2009, 2024],
  ['Antarctica/Troll', 2004, 2025],
  ['Asia/Beirut', 2020, 2025],
  ['Asia/Gaza', 2008, 2025],
  ['Asia/Pyongyang', 2014, 2019],
  ['Asia/Tehran', 2019, 2023],
  ['Atlantic/Azores', 1992, 2025],
  ['Australia/Lord_Howe', 1980, 2025],
  ['Europe/Volgograd', 2017, 2021],
  ['Pacific/Apia', 2009, 2022],
  ['Pacific/Fakaofo', 2011, 2012],
  ['Pacific/Kiritimati', 1994, 1996],
  ['Pacific/Kwajalein', 1992, 1994],
] as const;

test('every turn of the clocks in three years, in every zone', () => {
  const all = ZONES.map((zone) => triedTurns(zone, ...THREE_YEARS));
  report('turns of three years', all);
  expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(sum(all.map(({ turns }) => turns))).toBeGreaterThan(700);
});

test('turns at midnight, of half an hour and of a whole day', () => {
  const all = ODD_TURNS.map(([zone, from, to]) =>
    triedTurns(zone, Date.UTC(from, 0, 2), Date.UTC(to, 0, 2)),
  );
  report('odd turns', all);
  expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(all.filter(({ turns }) => turns === 0)).toEqual([]);
});

test.runIf(FULL)('every turn of the clocks from 1973 to 2037, in every zone', () => {
  const all = ZONES.map((zone) => triedTurns(zone, Date.UTC(1973, 0, 1), Date.UTC(2038, 0, 1), 3));
  report('turns since 1973', all);
  expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
});

test('every day of three years has one moment, in every zone', () => {
  const wrong = ZONES.flatMap((zone, index) => {
    const time = inWords(((index * 37) % 1440) * MINUTE);
    const clock = wallClock(zone);
    const schedule: Schedule = { every: 'day', days: [], times: [time], timeZone: zone };
    const [from, to] = THREE_YEARS;
    let day = new Date(clock(from)).toISOString().slice(0, 10);
    if (clock(from) >= Date.parse(`${day}T${time}Z`)) day = dayAfter(day);
    const mistakes: string[] = [];
    for (const { at, date } of slotsAfter(schedule, instant(from))) {
      if (at.epochMilliseconds > to) break;
      const wanted = Date.parse(`${day}T${time}Z`);
      const shows = clock(at.epochMilliseconds);
      const before = clock(at.epochMilliseconds - MINUTE);
      const isFirst = shows === wanted || (shows > wanted && before < wanted);
      if (date !== day || !isFirst) mistakes.push(`${zone} ${day} ${time}: ${at.toString()}`);
      day = dayAfter(day);
    }
    if (day < '2027-12-31') mistakes.push(`${zone} ends on ${day}`);
    return mistakes;
  });
  expect(wrong).toEqual([]);
});

interface Tried {
  readonly zone: string;
  readonly turns: number;
  readonly cases: number;
  readonly starts: number;
  readonly wrong: readonly string[];
}

function triedTurns(zone: string, from: number, to: number, starts = STARTS): Tried {
  const clock = wallClock(zone);
  const turns = turnsOf(clock, from, to);
  const tried = turns.map((turn) => triedTurn(zone, clock, turn, starts));
  return {
    zone,
    turns: turns.length,
    cases: sum(tried.map(({ cases }) => cases)),
    starts: sum(tried.map(({ starts }) => starts)),
    wrong: tried.flatMap(({ wrong }) => wrong),
  };
}

/** Schedules of one time within and around a turn, and of six, against the clock read minute by minute. */
function triedTurn(zone: string, clock: WallClock, turn: number, startsEach: number) {
  const [from, to] = [turn - 50 * HOUR, turn + 50 * HOUR];
  const walk = walkMinutes(clock, from, to);
  const times = timesAround(clock(turn - MINUTE) + MINUTE, clock(turn));
  const sixes = [times.slice(0, 6), times.slice(-6), times.filter((_, at) => at % 3 === 0)];
  const random = randomNumbers(turn + zone.length);
  const wrong: string[] = [];
  let [cases, starts] = [0, 0];
  for (const some of [...times.map((time) => [time]), ...sixes]) {
    const schedule: Schedule = { every: 'day', days: [], times: some, timeZone: zone };
    const expected: { at: number; date: string }[] = [];
    const first = new Date(clock(from) + DAY).toISOString().slice(0, 10);
    const last = new Date(clock(to) - DAY).toISOString().slice(0, 10);
    for (let date = first; date <= last; date = dayAfter(date))
      for (const time of some) {
        const at = firstMinuteShowing(walk, Date.parse(`${date}T${time}Z`));
        if (expected.at(-1)?.at !== at) expected.push({ at, date });
      }
    const inWindow = [...slotsOf(schedule, (expected[0]?.at ?? 0) - 1, expected.length)];
    cases += 1;
    if (JSON.stringify(inWindow) !== JSON.stringify(expected))
      wrong.push(`${zone} ${some.join(' ')}: ${told(inWindow)} for ${told(expected)}`);

    const [begin = 0, end = 0] = [expected[0]?.at, expected.at(-1)?.at];
    for (let count = 0; count < startsEach; count += 1) {
      const start = begin + Math.floor(random() * (end - begin));
      const next = expected.filter(({ at }) => at > start).slice(0, 2);
      const previous = expected.findLast(({ at }) => at <= start);
      starts += 1;
      const previousGot = lastSlotUntil(schedule, instant(start));
      const isSame =
        told([...slotsOf(schedule, start, next.length)]) === told(next) &&
        previousGot.at.epochMilliseconds === previous?.at &&
        previousGot.date === previous.date;
      if (!isSame) wrong.push(`${zone} ${some.join(' ')} from ${new Date(start).toISOString()}`);
    }
  }
  return { cases, starts, wrong: wrong.slice(0, 5) };
}

function slotsOf(schedule: Schedule, after: number, count: number) {
  return slotsAfter(schedule, instant(after))
    .take(count)
    .map(({ at, date }) => ({ at: at.epochMilliseconds, date }));
}

/** Around what clocks would have shown and what they showed, rising. */
function timesAround(would: number, did: number): string[] {
  const [low, high] = [Math.min(would, did), Math.max(would, did)];
  const around = [
    low - 31 * MINUTE,
    low - MINUTE,
    low,
    low + MINUTE,
    (low + high) / 2,
    high - MINUTE,
    high,
    high + MINUTE,
    high + 31 * MINUTE,
    0,
    12 * HOUR,
    DAY - MINUTE,
  ];
  return [...new Set(around.map((wall) => inWords(wall)))].toSorted();
}

function inWords(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + DAY).toISOString().slice(0, 10);
}

function told(slots: readonly { at: number; date: string }[]): string {
  return slots.map(({ at, date }) => `${date}=${new Date(at).toISOString()}`).join(', ');
}

function instant(at: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function report(what: string, all: readonly Tried[]): void {
  const turns = sum(all.map(({ turns }) => turns));
  const cases = sum(all.map(({ cases }) => cases));
  const starts = sum(all.map(({ starts }) => starts));
  console.log(`${what}: ${all.length} zones, ${turns} turns, ${cases} schedules, ${starts} starts`);
}

/** Numbers from 0 to below 1, the same ones for a seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
