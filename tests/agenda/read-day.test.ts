import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/agenda/days.ts';
import { readDay, readPreciseDay } from '../../src/agenda/read-day.ts';

/** A Tuesday. */
const TODAY = '2026-11-24';

test.for([
  ['2023-11-15', '2023-11-15'],
  ['２０２３－１１－１５', '2023-11-15'],
  ['2023–11–15', '2023-11-15'],
  ['2023/11/15', '2023-11-15'],
  ['2023年11月15日', '2023-11-15'],
  [' Today ', '2026-11-24'],
  ['YESTERDAY', '2026-11-23'],
  ['the day before yesterday', '2026-11-22'],
  ['15 Nov', '2026-11-15'],
  ['Nov 15', '2026-11-15'],
  ['15 November 2023', '2023-11-15'],
  ['Nov 15, 2023', '2023-11-15'],
  ['Nov. 15 2023', '2023-11-15'],
  ['15-Nov-2023', '2023-11-15'],
  ['15. Nov', '2026-11-15'],
  ['15th of November', '2026-11-15'],
  ['1 Sept', '2026-09-01'],
  ['25 Nov', '2025-11-25'],
  ['29 Feb', '2024-02-29'],
  ['on 15 Nov', '2026-11-15'],
  ['Wed, 15 Nov 2023', '2023-11-15'],
  ['the 15th', '2026-11-15'],
  ['the 30th', '2026-10-30'],
  ['31st', '2026-10-31'],
  ['monday', '2026-11-23'],
  ['Tuesday', '2026-11-24'],
  ['last tuesday', '2026-11-17'],
  ['this tuesday', '2026-11-24'],
  ['last Fri', '2026-11-20'],
  ['2 days ago', '2026-11-22'],
  ['a week ago', '2026-11-17'],
  ['three weeks ago', '2026-11-03'],
  ['15/11/2023', '2023-11-15'],
  ['15.11.2023', '2023-11-15'],
  ['11/15/2023', '2023-11-15'],
  ['11/11/2023', '2023-11-11'],
] as const)('%s is %s', ([typed, day]) => {
  expect(readDay(typed, TODAY)).toBe(day);
});

test.each([
  '',
  '15',
  '15 Nowember',
  '31 Feb',
  '29 Feb 2023',
  '2023-02-29',
  '2023-13-01',
  '0000-01-01',
  '5/11/2023',
  '15/13/2023',
  '0 Nov',
  '32 Nov',
  'Tue 15 Nov 2023',
  'monday 2023',
  '15 16 Nov',
  'Nov 2023',
  '2023-11',
  '2023',
  'November',
  'the',
  'soon',
  'last spring',
  '99999 days ago',
  'no days ago',
  '15 Nov 2023 at noon',
])('%o is no day', (typed) => {
  expect(readDay(typed, TODAY)).toBeNull();
});

test.for([
  ['Nov 2023', '2023-11-01', 'month'],
  ['2023-11', '2023-11-01', 'month'],
  ['2023年11月', '2023-11-01', 'month'],
  ['November, 2023', '2023-11-01', 'month'],
  ['december', '2025-12-01', 'month'],
  ['2023', '2023-01-01', 'year'],
  ['15 Nov 2023', '2023-11-15', 'day'],
  ['yesterday', '2026-11-23', 'day'],
] as const)('%s is as exact as it says', ([typed, date, precision]) => {
  expect(readPreciseDay(typed, TODAY)).toEqual({ date, precision });
});

const days = fc.integer({ min: -60_000, max: 20_000 }).map((count) => addDays('2026-01-01', count));
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

test('every day is read back from each way to write it', () => {
  fc.assert(
    fc.property(days, days, (day, today) => {
      const [year = '', month = '', date = ''] = day.split('-');
      const name = MONTHS[Number(month) - 1] ?? '';
      const ways = [
        day,
        `${Number(date)} ${name} ${year}`,
        `${name.slice(0, 3).toUpperCase()} ${date}, ${year}`,
        `the ${date}th of ${name} ${year}`,
        `${date}‑${name.slice(0, 3)}‑${year}`,
      ];
      expect(ways.map((way) => readDay(way, today))).toEqual(ways.map(() => day));
    }),
  );
});

test('a day without a year is never after today and less than a year before it, but for 29 Feb', () => {
  fc.assert(
    fc.property(days, days, (day, today) => {
      fc.pre(!day.endsWith('-02-29'));
      const [, month, date] = day.split('-');
      const read = readDay(`${date} ${MONTHS[Number(month) - 1]}`, today) ?? '';
      expect(read.slice(4)).toBe(day.slice(4));
      expect(read <= today && read > addDays(today, -366)).toBe(true);
    }),
  );
});

test('a weekday is within the last week', () => {
  const weekdays = fc.constantFrom('mon', 'tues', 'wednesday', 'thurs', 'fri', 'saturday', 'sun');
  fc.assert(
    fc.property(weekdays, fc.boolean(), days, (weekday, isLast, today) => {
      const read = readDay(isLast ? `last ${weekday}` : weekday, today) ?? '';
      const name = Temporal.PlainDate.from(read).toLocaleString('en', { weekday: 'long' });
      expect(name.toLowerCase().startsWith(weekday.slice(0, 3))).toBe(true);
      expect(read > addDays(today, -8) && read <= addDays(today, isLast ? -1 : 0)).toBe(true);
    }),
  );
});

test('any text is a day or none, and what is read is a real one', () => {
  const part = fc.constantFrom('31', 'feb', 'the', ' ', '-', '/', '2023', 'ago', 'last', '９', '.');
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const read = readPreciseDay(text, TODAY);
      if (read !== null) expect(Temporal.PlainDate.from(read.date).toString()).toBe(read.date);
    }),
    { numRuns: 2000 },
  );
});
