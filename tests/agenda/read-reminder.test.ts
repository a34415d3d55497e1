import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDayAhead } from '../../src/agenda/read-day-ahead.ts';
import { readReminder, type ReminderWords } from '../../src/agenda/read-reminder.ts';
import { anyText } from '../support/text.ts';

/** Wednesday at noon in Los Angeles. */
const NOON = Temporal.Instant.from('2023-11-15T20:00:00Z');
const THERE = 'America/Los_Angeles';

function read(text: string, timeZone = THERE, now = NOON): ReminderWords {
  return readReminder(text, { now, timeZone });
}

/** When and with which note: `2023-11-18T09:00 call them`, on the clocks there. */
function when(text: string, timeZone = THERE, now = NOON): string {
  const words = read(text, timeZone, now);
  if (words.kind !== 'once') return words.kind;
  const local = words.at.toZonedDateTimeISO(timeZone).toPlainDateTime();
  return `${local.toString({ smallestUnit: 'minute' })} ${words.note}`.trim();
}

describe('when someone is to be reminded', () => {
  test.each([
    ['in 3 days', '2023-11-18T09:00'],
    ['in three days at 14:00', '2023-11-18T14:00'],
    ['in 1 day', '2023-11-16T09:00'],
    ['in a week', '2023-11-22T09:00'],
    ['in two weeks', '2023-11-29T09:00'],
    ['in a month', '2023-12-15T09:00'],
    ['in 2 hours', '2023-11-15T14:00'],
    ['in 90 minutes', '2023-11-15T13:30'],
    ['in an hour', '2023-11-15T13:00'],
    ['in 3d', '2023-11-18T09:00'],
    ['tomorrow', '2023-11-16T09:00'],
    ['Tomorrow at 9am', '2023-11-16T09:00'],
    ['tomorrow 17:30', '2023-11-16T17:30'],
    ['at 5 pm tomorrow', '2023-11-16T17:00'],
    ['the day after tomorrow', '2023-11-17T09:00'],
    ['today at 17:00', '2023-11-15T17:00'],
    ['at 17:00', '2023-11-15T17:00'],
    ['at noon', '2023-11-16T12:00'],
    ['at 9', '2023-11-16T09:00'],
    ['on friday', '2023-11-17T09:00'],
    ['fri', '2023-11-17T09:00'],
    ['on wednesday', '2023-11-22T09:00'],
    ['next monday', '2023-11-20T09:00'],
    ['next week', '2023-11-20T09:00'],
    ['next month', '2023-12-01T09:00'],
    ['on 2023-12-01', '2023-12-01T09:00'],
    ['on 1 Dec', '2023-12-01T09:00'],
    ['Dec 1 at 08:15', '2023-12-01T08:15'],
    ['on Fri 1 Dec 2023', '2023-12-01T09:00'],
    ['1 March', '2024-03-01T09:00'],
    ['29 Feb', '2024-02-29T09:00'],
    ['on the 14th', '2023-12-14T09:00'],
    ['on the 31st', '2023-12-31T09:00'],
  ])('%s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  test.each([
    ['in 3 days call the Treasury', '2023-11-18T09:00 call the Treasury'],
    ['in 3 days at 14:00: call Ann at 9', '2023-11-18T14:00 call Ann at 9'],
    ['tomorrow, to ask what came of it', '2023-11-16T09:00 ask what came of it'],
    ['tomorrow to ask Bob', '2023-11-16T09:00 ask Bob'],
    ['friday – the list\nand the other list', '2023-11-17T09:00 the list\nand the other list'],
    ['tomorrow: at 9 the list is out', '2023-11-16T09:00 at 9 the list is out'],
  ])('what follows is the note: %s', (text, expected) => {
    expect(when(text)).toBe(expected);
  });

  test('a time that the clocks leave out comes when they go on, one they show twice the first time', () => {
    const march = Temporal.Instant.from('2024-03-09T20:00:00Z');
    expect(read('tomorrow at 02:30', THERE, march)).toMatchObject({
      at: Temporal.Instant.from('2024-03-10T10:00:00Z'),
    });
    const november = Temporal.Instant.from('2023-11-04T20:00:00Z');
    expect(read('tomorrow at 01:30', THERE, november)).toMatchObject({
      at: Temporal.Instant.from('2023-11-05T08:30:00Z'),
    });
  });

  test('hours are hours where the clocks change, and days are days', () => {
    const november = Temporal.Instant.from('2023-11-04T20:00:00Z');
    expect(when('in 24 hours', THERE, november)).toBe('2023-11-05T12:00');
    expect(when('in 1 day at 13:00', THERE, november)).toBe('2023-11-05T13:00');
  });

  test.each(['yesterday', '2 days ago', 'last monday', 'on 2023-11-01', 'today at 08:00', 'today'])(
    '%s is gone by',
    (text) => {
      expect(when(text)).toBe('gone by');
    },
  );

  test.each(['in 9999 years', 'in 11 years', 'on 9999-12-31', 'in 9999 months'])(
    '%s is too far away',
    (text) => {
      expect(when(text)).toBe('too far');
    },
  );

  test.each(['soon', 'call them', 'in december', 'at 25:00', 'on 2023-02-30', 'in days'])(
    '%s is no time',
    (text) => {
      expect(when(text)).toBe('unclear');
    },
  );
});

describe('how often owners are asked', () => {
  test.each([
    ['every 14 days', 14],
    ['every 2 weeks', 14],
    ['every two weeks', 14],
    ['every week', 7],
    ['every day', 1],
    ['every other week', 14],
    ['every fortnight', 14],
    ['every month', 30],
    ['EVERY 365 days', 365],
  ])('%s', (text, days) => {
    expect(read(text)).toEqual({ kind: 'every', days });
  });

  test.each([
    'every',
    'every 0 days',
    'every 366 days',
    'every 3 hours',
    'every friday',
    'every 14',
  ])('%s is no number of days', (text) => {
    expect(read(text)).toEqual({ kind: 'no rhythm' });
  });

  test('it is put off, and ended', () => {
    expect(read('snooze')).toEqual({ kind: 'snooze', until: null });
    expect(read('snooze 3 days')).toEqual({
      kind: 'snooze',
      until: Temporal.Instant.from('2023-11-18T17:00:00Z'),
    });
    expect(read('snooze until friday')).toMatchObject({ kind: 'snooze' });
    expect(read('snooze whenever')).toEqual({ kind: 'unclear' });
    expect(read('every off')).toEqual({ kind: 'every off' });
    expect(read('off')).toEqual({ kind: 'off' });
  });
});

test('a day ahead is never before today, whatever its name', () => {
  const names = ['fri', '1 jan', '31 dec', '29 feb', '15 nov', '5th', 'today', 'next week'];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }),
      (name, date) => {
        const today = date.toISOString().slice(0, 10);
        const day = readDayAhead(name, today);
        expect(day === null ? '' : day >= today).toBe(true);
      },
    ),
  );
});

test('any words are read, and a moment is always to come', () => {
  const token = fc.constantFrom(
    ...'in on at every snooze off 3 9999 0 days weeks years hours d tomorrow friday next 09:00 24:00 29 feb 2023-12-01 00 -1 until ٣ １４'.split(
      ' ',
    ),
  );
  const typed = fc.oneof(
    anyText(64),
    fc.array(token, { maxLength: 8 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(typed, fc.constantFrom(THERE, 'Pacific/Apia', 'UTC'), (text, timeZone) => {
      const words = read(text, timeZone);
      if (words.kind === 'once')
        expect(Temporal.Instant.compare(words.at, NOON)).toBeGreaterThan(0);
    }),
    { numRuns: 5000 },
  );
});
