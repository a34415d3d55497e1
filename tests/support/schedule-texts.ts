import fc from 'fast-check';
import { expect } from 'vitest';
import { readSchedule } from '../../src/agenda/read-schedule.ts';
import { slotsAfter } from '../../src/agenda/schedule.ts';

const TOKENS = [
  ...'daily day every weekdays working weekly week monthly month last mon tuesday weekends'.split(
    ' ',
  ),
  ...'mon-fri sat-mon thu/fri to - through at and 1st 31st 30 31 0 9 09:00 9:5 24:00'.split(' '),
  ...'23:59 5:30pm 12am noon midnight 0900 9h30 99999 p.m. am utc Brussels New York'.split(' '),
  ...'Europe/Brussels america/nuuk Pacific/Apia Asia/Calcutta EST +02:00 Etc/GMT+5 a/b'.split(' '),
  ...'hourly 2 weeks other o’clock " “ \u0000 \ud800 ﷺ ١٢:٠٠ ９：００ 九時 é'.split(' '),
  '0-200000000 * * * *',
  'L-30 2',
  '30W 2',
  '*/0',
  '0 0 L-30 2 *',
];

/** What someone might type for a schedule, and what nobody would. */
export function scheduleTexts(most: number): fc.Arbitrary<string> {
  const token = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...TOKENS) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
    { weight: 1, arbitrary: fc.nat(9999).map(String) },
  );
  const said = fc
    .array(fc.tuple(token, fc.constantFrom(' ', ' ', ' ', ',', '', '\n', '  ')), { maxLength: 12 })
    .map((words) => words.flat().join('').slice(0, most));
  return fc.oneof(
    { weight: 3, arbitrary: said },
    { weight: 2, arbitrary: sensible(token).map((text) => text.slice(0, most)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: most }) },
  );
}

/** A rhythm, times and a zone in any order, now and then with something beside them. */
function sensible(token: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const rhythm = fc.oneof(
    fc.constantFrom('daily', 'every day', 'weekdays', 'mon-fri', 'weekends', 'last of the month'),
    fc.constantFrom('mon', 'tue,thu', 'sundays', 'sat-tue').map((days) => `weekly ${days}`),
    fc.integer({ min: 0, max: 33 }).map((day) => `monthly ${day}`),
  );
  const time = fc.oneof(
    fc.constantFrom('at 9', '9am', '12 pm', 'noon', '0630', '23:59', '24:00'),
    fc.tuple(fc.nat(24), fc.nat(60)).map(([hour, minute]) => `${hour}:${minute}`),
  );
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'utc', 'Kyiv', 'new york');
  return fc
    .tuple(rhythm, fc.array(time, { maxLength: 7 }), fc.option(zone), fc.option(token, { freq: 9 }))
    .chain(([rhythm, times, zone, beside]) => {
      const parts = [
        rhythm,
        ...times,
        zone ?? '',
        beside !== null && beside.length > 3 ? beside : '',
      ];
      return fc.shuffledSubarray(parts, { minLength: parts.length });
    })
    .map((parts) => parts.join(' '));
}

/** True when the text is a schedule. It has an answer; and a schedule, five moments one after another. */
export function expectReadable(text: string): boolean {
  const reading = readSchedule(text, 'Europe/Berlin');
  if (reading.kind === 'problem' && !/^[A-Z“][^\n]{10,400}\.$/u.test(reading.sentence))
    expect(reading.sentence).toBe('a sentence');
  if (reading.kind !== 'schedule') return false;
  const now = Temporal.Instant.from('2026-10-24T12:00Z');
  const next = [...slotsAfter(reading.schedule, now).take(5)].map(({ at }) => at.epochMilliseconds);
  const rising = next.every((at, index) => at > (next[index - 1] ?? now.epochMilliseconds));
  if (next.length !== 5 || !rising) expect(next, JSON.stringify(reading)).toBe('rising');
  return true;
}
