import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/agenda/days.ts';
import { lastSlotUntil, type Schedule, type Slot, slotsAfter } from '../../src/agenda/schedule.ts';

describe('when clocks are put on or back', () => {
  test('a time they leave out comes when they go on', () => {
    expect(next(daily('Europe/Brussels', '02:30'), '2026-03-28T12:00Z', 3)).toEqual([
      '2026-03-29 2026-03-29T01:00:00Z',
      '2026-03-30 2026-03-30T00:30:00Z',
      '2026-03-31 2026-03-31T00:30:00Z',
    ]);
  });

  test('several times that they leave out are one, and so is one at which they go on', () => {
    const schedule = daily('Europe/Brussels', '02:00', '02:30', '03:00', '03:01');
    expect(next(schedule, '2026-03-29T00:00Z', 3)).toEqual([
      '2026-03-29 2026-03-29T01:00:00Z',
      '2026-03-29 2026-03-29T01:01:00Z',
      '2026-03-30 2026-03-30T00:00:00Z',
    ]);
  });

  test('a time they show twice comes the first time alone, wherever one begins to look', () => {
    const schedule = daily('Europe/Brussels', '02:30');
    const [first, second] = ['2026-10-25 2026-10-25T00:30:00Z', '2026-10-26 2026-10-26T01:30:00Z'];
    expect(next(schedule, '2026-10-24T12:00Z', 2)).toEqual([first, second]);
    expect(next(schedule, '2026-10-25T00:45Z', 1)).toEqual([second]);
    expect(next(schedule, '2026-10-25T01:15Z', 1)).toEqual([second]);
  });

  test('a gap that ends at midnight ends with the next day, and its time is for the day before', () => {
    const schedule = daily('America/Nuuk', '00:00', '22:30');
    expect(next(schedule, '2026-03-28T12:00Z', 4)).toEqual([
      '2026-03-28 2026-03-29T00:30:00Z',
      '2026-03-29 2026-03-29T01:00:00Z',
      '2026-03-29 2026-03-29T23:30:00Z',
      '2026-03-30 2026-03-30T01:00:00Z',
    ]);
    expect(next(daily('America/Nuuk', '00:00', '23:30'), '2026-03-28T12:00Z', 2)).toEqual([
      '2026-03-28 2026-03-29T01:00:00Z',
      '2026-03-29 2026-03-30T00:30:00Z',
    ]);
  });

  test('a day that a place leaves out comes as the next one begins', () => {
    expect(next(daily('Pacific/Apia', '09:00'), '2011-12-29T12:00Z', 3)).toEqual([
      '2011-12-29 2011-12-29T19:00:00Z',
      '2011-12-30 2011-12-30T10:00:00Z',
      '2011-12-31 2011-12-30T19:00:00Z',
    ]);
  });

  test('the last moment until a turn is found behind it, with the day it was for', () => {
    // Clocks went from 00:01 of the 7th back to 23:01 of the 6th.
    const schedule = daily('America/St_Johns', '00:00');
    const after = instant('2010-11-07T03:00Z');
    expect(told(lastSlotUntil(schedule, after))).toBe('2010-11-07 2010-11-07T02:30:00Z');
    const begins = instant('2011-12-30T12:00Z');
    expect(told(lastSlotUntil(daily('Pacific/Apia', '00:00', '09:00'), begins))).toBe(
      '2011-12-30 2011-12-30T10:00:00Z',
    );
  });
});

describe('days', () => {
  test('a day of the month that it does not have is its last one', () => {
    const schedule = { every: 'month', days: [30, 31], times: ['09:00'], timeZone: 'UTC' } as const;
    expect(next(schedule, '2027-01-01T00:00Z', 5)).toEqual([
      '2027-01-30 2027-01-30T09:00:00Z',
      '2027-01-31 2027-01-31T09:00:00Z',
      '2027-02-28 2027-02-28T09:00:00Z',
      '2027-03-30 2027-03-30T09:00:00Z',
      '2027-03-31 2027-03-31T09:00:00Z',
    ]);
  });

  test('weekdays leave out Saturday and Sunday where the schedule is', () => {
    const schedule = {
      every: 'weekday',
      days: [],
      times: ['08:00'],
      timeZone: 'Asia/Tokyo',
    } as const;
    expect(next(schedule, '2026-11-26T12:00Z', 3)).toEqual([
      '2026-11-27 2026-11-26T23:00:00Z',
      '2026-11-30 2026-11-29T23:00:00Z',
      '2026-12-01 2026-11-30T23:00:00Z',
    ]);
  });

  test('the moment itself is the last one until then, and is not after it', () => {
    const schedule = daily('UTC', '09:00');
    expect(told(lastSlotUntil(schedule, instant('2026-11-27T09:00Z')))).toMatch(/^2026-11-27 /);
    expect(told(lastSlotUntil(schedule, instant('2026-11-27T08:59:59.999Z')))).toMatch(
      /^2026-11-26 /,
    );
    expect(next(schedule, '2026-11-27T09:00Z', 1)).toEqual(['2026-11-28 2026-11-28T09:00:00Z']);
  });

  test.each([
    { every: 'week', days: [], times: ['09:00'] },
    { every: 'month', days: [0], times: ['09:00'] },
    { every: 'day', days: [], times: [] },
  ] as const)('a schedule that never comes is refused, not looked for: %o', (schedule) => {
    const now = instant('2026-11-27T09:00Z');
    expect(() => slotsAfter({ ...schedule, timeZone: 'UTC' }, now).next()).toThrow('never comes');
    expect(() => lastSlotUntil({ ...schedule, timeZone: 'UTC' }, now)).toThrow('never comes');
  });
});

describe('any schedule', () => {
  test('has the same moments wherever one begins to look', () => {
    fc.assert(
      fc.property(schedules(), instants, fc.nat(40 * DAY), (schedule, from, later) => {
        const start = from.add({ milliseconds: later });
        const all = slotsUntil(schedule, from, start.add({ hours: 24 * 40 }));
        const [before, after] = partedAt(all, start);
        expect(slotsAfter(schedule, start).take(after.length).map(told).toArray()).toEqual(
          after.map(told),
        );
        const last = before.at(-1);
        if (last !== undefined) expect(told(lastSlotUntil(schedule, start))).toBe(told(last));
      }),
    );
  });

  test('comes on all of its days and on no other, once a time', () => {
    fc.assert(
      fc.property(schedules(), instants, (schedule, from) => {
        const slots = slotsUntil(schedule, from, from.add({ hours: 24 * 70 }));
        const dates = [...new Set(slots.map(({ date }) => date))];
        const [first = '', last = ''] = [dates[0], dates.at(-1)];
        const expected = datesOf(schedule, first, last);
        expect(dates).toEqual(expected);
        const whole = slots.filter(({ date }) => date !== first && date !== last);
        // A gap makes one of several; there are at most two in so many days.
        const missing = (dates.length - 2) * schedule.times.length - whole.length;
        expect(missing).toBeGreaterThanOrEqual(0);
        expect(missing).toBeLessThanOrEqual(2 * (schedule.times.length - 1));
        expect(slots.every(({ at }, index) => isAfter(at, slots[index - 1]?.at ?? from))).toBe(
          true,
        );
      }),
    );
  });
});

const DAY = 86_400_000;

/** After the last day that any place left out whole. */
const instants = fc
  .integer({ min: Date.UTC(2012, 0, 2), max: Date.UTC(2035, 0, 1) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));

function schedules(): fc.Arbitrary<Schedule> {
  const time = fc
    .integer({ min: 0, max: 1439 })
    .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
  const times = fc
    .uniqueArray(fc.oneof(time, fc.constantFrom('00:00', '02:30', '23:30')), {
      minLength: 1,
      maxLength: 6,
    })
    .map((some) => some.toSorted());
  const timeZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const daysUpTo = (max: number) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 5 })
      .map((days) => days.toSorted((one, other) => one - other));
  const kinds: fc.Arbitrary<Pick<Schedule, 'days' | 'every'>> = fc.oneof(
    fc.constantFrom({ every: 'day' as const, days: [] }, { every: 'weekday' as const, days: [] }),
    daysUpTo(7).map((days) => ({ every: 'week' as const, days })),
    daysUpTo(31).map((days) => ({ every: 'month' as const, days })),
  );
  return fc
    .tuple(kinds, times, timeZone)
    .map(([kind, times, timeZone]) => ({ ...kind, times, timeZone }));
}

/** By the calendar alone. */
function datesOf({ every, days }: Schedule, first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const weekday = new Date(date).getUTCDay() || 7;
    const isLastOfMonth = addDays(date, 1).endsWith('-01');
    const day = Number(date.slice(8));
    const isIts = {
      day: true,
      weekday: weekday <= 5,
      week: days.includes(weekday),
      month: days.includes(day) || (isLastOfMonth && days.some((wanted) => wanted > day)),
    }[every];
    if (isIts) dates.push(date);
  }
  return dates;
}

function daily(timeZone: string, ...times: readonly string[]): Schedule {
  return { every: 'day', days: [], times, timeZone };
}

function next(schedule: Schedule, after: string, count: number): string[] {
  return slotsAfter(schedule, instant(after)).take(count).map(told).toArray();
}

function slotsUntil(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsAfter(schedule, from)) {
    if (isAfter(slot.at, until)) break;
    slots.push(slot);
  }
  return slots;
}

function partedAt(slots: readonly Slot[], at: Temporal.Instant): [before: Slot[], after: Slot[]] {
  return [
    slots.filter((slot) => !isAfter(slot.at, at)),
    slots.filter((slot) => isAfter(slot.at, at)),
  ];
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

function told({ at, date }: Slot): string {
  return `${date} ${at.toString()}`;
}

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}
