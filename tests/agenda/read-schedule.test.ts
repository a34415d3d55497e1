import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSchedule } from '../../src/agenda/read-schedule.ts';
import { scheduleInWords } from '../../src/messages/schedule-in-words.ts';
import { expectReadable, scheduleTexts } from '../support/schedule-texts.ts';

const BERLIN = 'Berlin time (Europe/Berlin)';

test.for([
  ['daily 09:00', `every day at 09:00, ${BERLIN}`],
  ['DAILY ９：００', `every day at 09:00, ${BERLIN}`],
  ['every day at 9', `every day at 09:00, ${BERLIN}`],
  ['each day, 9 o’clock', `every day at 09:00, ${BERLIN}`],
  ['9am and 5:30pm', `every day at 09:00 and 17:30, ${BERLIN}`],
  ['daily 5:30 p.m., 9 AM', `every day at 09:00 and 17:30, ${BERLIN}`],
  ['daily 09:00 17:00', `every day at 09:00 and 17:00, ${BERLIN}`],
  ['twice a day 09:00 17:00', `every day at 09:00 and 17:00, ${BERLIN}`],
  ['twice a week mon thu 9', `every Monday and Thursday at 09:00, ${BERLIN}`],
  ['each weekday morning 08:00', `weekdays at 08:00, ${BERLIN}`],
  ['on mondays at 9', `every Monday at 09:00, ${BERLIN}`],
  ['daily 9:00 09:00 9am', `every day at 09:00, ${BERLIN}`],
  ['daily 0900 and 17h30', `every day at 09:00 and 17:30, ${BERLIN}`],
  ['daily 9.30', `every day at 09:30, ${BERLIN}`],
  ['daily 09:00:00', `every day at 09:00, ${BERLIN}`],
  ['daily noon', `every day at 12:00, ${BERLIN}`],
  ['daily midnight', `every day at 00:00, ${BERLIN}`],
  ['daily 12am 12pm', `every day at 00:00 and 12:00, ${BERLIN}`],
  ['weekdays 08:30 Europe/Brussels', 'weekdays at 08:30, Brussels time (Europe/Brussels)'],
  ['weekdays 8:30 europe/BRUSSELS', 'weekdays at 08:30, Brussels time (Europe/Brussels)'],
  ['every working day at 8', `weekdays at 08:00, ${BERLIN}`],
  ['mon-fri 8', `weekdays at 08:00, ${BERLIN}`],
  ['Mon – Fri 8', `weekdays at 08:00, ${BERLIN}`],
  ['from monday to friday at 8', `weekdays at 08:00, ${BERLIN}`],
  ['mon-sun 8:00', `every day at 08:00, ${BERLIN}`],
  ['sat-mon 8:00', `every Monday, Saturday and Sunday at 08:00, ${BERLIN}`],
  ['weekends at noon', `every Saturday and Sunday at 12:00, ${BERLIN}`],
  ['weekly mon 09:00', `every Monday at 09:00, ${BERLIN}`],
  ['weekly mon,thu 9:00', `every Monday and Thursday at 09:00, ${BERLIN}`],
  ['weekly thu/mon 9:00', `every Monday and Thursday at 09:00, ${BERLIN}`],
  ['09:00 every Tuesday', `every Tuesday at 09:00, ${BERLIN}`],
  ['mondays 9', `every Monday at 09:00, ${BERLIN}`],
  ['monthly 1 09:00', `every month on the 1st day at 09:00, ${BERLIN}`],
  ['monthly 15,2 09:00', `every month on the 2nd and 15th day at 09:00, ${BERLIN}`],
  ['on the 2nd at 9', `every month on the 2nd day at 09:00, ${BERLIN}`],
  ['monthly 3 at 9 and 17', `every month on the 3rd day at 09:00 and 17:00, ${BERLIN}`],
  ['monthly last 17:00', `every month on the last day at 17:00, ${BERLIN}`],
  ['last day of the month at 5pm', `every month on the last day at 17:00, ${BERLIN}`],
  [
    'monthly 11th, 30th 9am',
    `every month on the 11th and 30th day (the last day where a month is shorter) at 09:00, ${BERLIN}`,
  ],
  ['daily 9 Brussels', 'every day at 09:00, Brussels time (Europe/Brussels)'],
  ['daily 9 new york time', 'every day at 09:00, New York time (America/New_York)'],
  ['New York daily 9', 'every day at 09:00, New York time (America/New_York)'],
  ['daily 9 in São Paulo', 'every day at 09:00, Sao Paulo time (America/Sao_Paulo)'],
  ['daily 9 Port-au-Prince', 'every day at 09:00, Port-au-Prince time (America/Port-au-Prince)'],
  ['daily 9 St. John’s', 'every day at 09:00, St Johns time (America/St_Johns)'],
  ['daily 9 Kyiv', 'every day at 09:00, Kyiv time (Europe/Kyiv)'],
  ['daily 9 Beijing', 'every day at 09:00, Shanghai time (Asia/Shanghai)'],
  ['daily 9 asia/calcutta', 'every day at 09:00, Calcutta time (Asia/Calcutta)'],
  ['daily 9 us/eastern', 'every day at 09:00, Eastern time (US/Eastern)'],
  ['daily 9 utc', 'every day at 09:00, UTC'],
  ['daily 9 Etc/UTC', 'every day at 09:00, UTC'],
  ['daily 9 CET', 'every day at 09:00, CET'],
] as const)('%s', ([typed, words]) => {
  expect(inWords(typed)).toBe(words);
});

test.for([
  ['daily', 'Say at what time: /summit digest daily 09:00.'],
  ['weekdays utc', 'Say at what time: /summit digest weekdays 09:00.'],
  ['weekly mon,thu', 'Say at what time: /summit digest weekly mon,thu 09:00.'],
  ['monthly 1,last', 'Say at what time: /summit digest monthly 1,last 09:00.'],
  ['9', /^Say on which days: \/summit digest daily 09:00, /],
  ['Brussels', /^Say on which days: /],
  ['weekly 09:00', 'Say on which day of the week: /summit digest weekly mon 09:00.'],
  [
    'monthly 09:00',
    /^A monthly digest comes on days of the month: \/summit digest monthly 1 09:00 or /,
  ],
  ['last friday of the month 9:00', /^A monthly digest comes on days of the month: /],
  ['daily mon 09:00', /^Days of the week go with weekly: \/summit digest weekly mon 09:00 or /],
  ['weekdays sat 09:00', /^Days of the week go with weekly: /],
  ['weekly 1st 09:00', /^Days of the month go with monthly: \/summit digest monthly 1 09:00 or /],
  ['daily weekly mon 09:00', /^Name one of daily, weekdays, weekly and monthly: /],
  ['monthly 32 09:00', /^No month has a day 32\. Type a day from 1 to 31: /],
  ['monthly 0 09:00', /^No month has a day 0\. /],
  ['daily 25:00', '“25:00” is not a time of day. Write it like 09:00 or 5:30pm.'],
  ['daily 24:00', /^“24:00” is not a time of day/],
  ['daily 9:60', /^“9:60” is not a time of day/],
  ['daily 9:5', /^“9:5” is not a time of day/],
  ['daily 13pm', /^“13pm” is not a time of day/],
  ['daily 0 am', /^“0 am” is not a time of day/],
  ['daily 24', /^“24” is not a time of day/],
  ['daily 200000000', /^“200000000” is not a time of day/],
  ['daily 9 +02:00', /^“\+02:00” does not follow a place through summer and winter\. Name a city/],
  ['daily 9 UTC+2', /^“UTC\+2” does not follow a place/],
  ['daily 9 GMT-5', /^“GMT-5” does not follow a place/],
  ['daily 9 −0500', /^“-0500” does not follow a place/],
  ['daily 9 Etc/GMT+5', /^“Etc\/GMT\+5” does not follow a place/],
  ['daily 9 EST', /^“EST” does not follow a place/],
  ['daily 9 Europe/Erewhon', /^“Europe\/Erewhon” is not a time zone\. Name a city or an IANA zone/],
  [
    'daily 9 Europe/Brusels',
    '“Europe/Brusels” is not a time zone. Type it like /summit digest daily 09:00 Europe/Brussels.',
  ],
  ['daily 9 Tokio', /^“Tokio” says nothing about when\. Did you mean Asia\/Tokyo\?/],
  [
    'daily 08:30 Europe/Bruxelles',
    '“Europe/Bruxelles” is not a time zone. Type it like /summit digest daily 09:00 Europe/Brussels.',
  ],
  ['twice daily', 'Say at what time: /summit digest daily 09:00.'],
  ['twice daily 09:00', 'Say both times: /summit digest daily 09:00 17:00.'],
  ['twice weekly mon 09:00', 'Say both times: /summit digest weekly mon,thu 09:00.'],
  ['daily 9 Brussels Paris', /^Name one time zone: /],
  ['daily 1 2 3 4 5 6 7 8', 'A digest comes six times a day at most. Leave out 2 of the 8 times.'],
  [
    'every 2 weeks on mon 9:00',
    /^“2 weeks” is no rhythm of a digest\. Type \/summit digest daily 09:00, /,
  ],
  ['every other day 9:00', /^“other day” is no rhythm/],
  ['hourly', /^“hourly” is no rhythm/],
  ['weekley mon 09:00', /^“weekley” says nothing about when\. Did you mean weekly\? /],
  [
    'daily 09:00 fentanyl',
    /^“fentanyl” says nothing about when\. Type it like \/summit digest weekdays/,
  ],
  ['daily 9 to 5', /^“to” says nothing about when/],
  ['daily 09:00 a1 b2 c3 d4', /^“a1”, “b2”, “c3” say nothing about when/],
  ['*/5 9 * * mon-fri', /^“\*\/5”, “\*”, “\*” say nothing about when/],
  [`daily ${'9㏂ '.repeat(120)} fentanyl`, /^“…” says nothing about when/],
  [`daily 09:00 ${'x'.repeat(9_999)}`, /^“x{30}…”, “…” say nothing about when/],
] as const)('%s is no schedule', ([typed, sentence]) => {
  const reading = readSchedule(typed, 'Europe/Berlin');
  expect(reading).toEqual({ kind: 'problem', sentence: expect.stringMatching(/\.$/) });
  const said = reading.kind === 'problem' ? reading.sentence : '';
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
});

test.each([
  '',
  ' ',
  'off',
  'at the',
  'fentanyl',
  'fentanyl paris',
  'top 5',
  '0 9 * * *',
  '0-200000000 * * * *',
  'L-30 2',
  '*/0',
  '٠٩ ؛',
])('%o says nothing of when', (typed) => {
  expect(readSchedule(typed, 'Europe/Berlin')).toEqual({ kind: 'none' });
});

test('every IANA zone that follows a place can be named, in any case', () => {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => !zone.startsWith('Etc/'));
  const read = zones.map((zone) => {
    const reading = readSchedule(`daily 09:00 ${zone.toUpperCase()}`, 'UTC');
    return reading.kind === 'schedule' ? reading.schedule.timeZone : reading;
  });
  expect(read).toEqual(zones);
  expect(zones.length).toBeGreaterThan(400);
});

test('any text has an answer, and what is accepted comes five times, one after another', () => {
  let accepted = 0;
  const property = fc.property(scheduleTexts(64), (text) => {
    if (expectReadable(text)) accepted += 1;
  });
  fc.assert(property, { numRuns: 3_000 });
  expect(accepted).toBeGreaterThan(100);
});

function inWords(typed: string): string {
  const reading = readSchedule(typed, 'Europe/Berlin');
  return reading.kind === 'schedule' ? scheduleInWords(reading.schedule) : JSON.stringify(reading);
}
