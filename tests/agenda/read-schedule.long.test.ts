import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSchedule } from '../../src/agenda/read-schedule.ts';
import { expectReadable, scheduleTexts } from '../support/schedule-texts.ts';

/** `SUMMIT_LONG=full` tries all of them. */
const TEXTS = process.env['SUMMIT_LONG'] === 'full' ? 1_000_000 : 50_000;

test('any 64 characters have an answer, and what is accepted comes five times', () => {
  const took = new Float64Array(TEXTS);
  let [tried, accepted] = [0, 0];
  let slowest = { text: '', took: 0 };
  const property = fc.property(scheduleTexts(64), (text) => {
    const first = timeToRead(text);
    // What else runs on the machine makes single ones slow, but not the same one five times.
    took[tried] = first < 1 ? first : quickest(text, 5);
    if ((took[tried] ?? 0) > slowest.took) slowest = { text, took: took[tried] ?? 0 };
    tried += 1;
    if (expectReadable(text)) accepted += 1;
  });
  fc.assert(property, { numRuns: TEXTS });

  expect(tried).toBe(TEXTS);
  expect(accepted).toBeGreaterThan(TEXTS / 100);
  took.sort();
  const [p50, p999, most] = [0.5, 0.999, 1].map((share) => took[Math.ceil(share * TEXTS) - 1] ?? 0);
  console.log(
    `${TEXTS} texts, ${accepted} accepted: p50 ${inMicroseconds(p50)}, p99.9 ${inMicroseconds(p999)}, most ${inMicroseconds(most)} for ${JSON.stringify(slowest.text)}`,
  );
});

test.each([
  '9 ',
  'mon-',
  'mon to ',
  'port au ',
  'new york ',
  'a/b ',
  'Europe/',
  '\u0300',
  '\u0660 ',
  '\ufdfa',
  '"',
  'l’a ',
  '1:1:',
  '+-',
])('a text of %o takes no longer than in proportion to its length', (unit) => {
  // Far above what a timer and the rest of the machine blur, far below what squares would take.
  const short = quickest(unit.repeat(4_000));
  const long = quickest(unit.repeat(64_000));
  expect(long).toBeLessThan(16 * 4 * short + 5);
});

/** Milliseconds, in the best of several runs. */
function quickest(text: string, runs = 7): number {
  return Math.min(...Array.from({ length: runs }, () => timeToRead(text)));
}

function timeToRead(text: string): number {
  const began = performance.now();
  readSchedule(text, 'Europe/Berlin');
  return performance.now() - began;
}

function inMicroseconds(milliseconds = Number.NaN): string {
  return `${Math.round(milliseconds * 1_000)} µs`;
}
