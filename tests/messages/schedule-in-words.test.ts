import { expect, test } from 'vitest';
import type { Schedule } from '../../src/agenda/schedule.ts';
import { momentInWords, scheduleInWords } from '../../src/messages/schedule-in-words.ts';

test.for([
  [{ every: 'day', days: [] }, 'every day at 09:00, New York time (America/New_York)'],
  [{ every: 'weekday', days: [] }, 'weekdays at 09:00, New York time (America/New_York)'],
  [{ every: 'week', days: [1] }, 'every Monday at 09:00, New York time (America/New_York)'],
  [
    { every: 'month', days: [31] },
    'every month on the last day at 09:00, New York time (America/New_York)',
  ],
  [
    { every: 'month', days: [1, 2, 3, 11, 12, 13, 21, 22, 23] },
    'every month on the 1st, 2nd, 3rd, 11th, 12th, 13th, 21st, 22nd and 23rd day at 09:00, New York time (America/New_York)',
  ],
  [
    { every: 'month', days: [29] },
    'every month on the 29th day (the last day where a month is shorter) at 09:00, New York time (America/New_York)',
  ],
] as const)('%o', ([days, words]) => {
  const schedule: Schedule = { ...days, times: ['09:00'], timeZone: 'America/New_York' };
  expect(scheduleInWords(schedule)).toBe(words);
});

test.for([
  ['2023-11-27T07:30Z', 'Europe/Brussels', 'Mon 27 Nov 2023, 08:30'],
  ['2023-11-26T23:05:59.999Z', 'Asia/Tokyo', 'Mon 27 Nov 2023, 08:05'],
  ['2024-01-01T00:00Z', 'America/Los_Angeles', 'Sun 31 Dec 2023, 16:00'],
] as const)('%s in %s is %s', ([at, timeZone, words]) => {
  expect(momentInWords(Temporal.Instant.from(at), timeZone)).toBe(words);
});
