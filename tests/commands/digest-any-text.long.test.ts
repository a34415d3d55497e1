import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, EVE } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';
import { digestTexts, expectItComes } from '../support/digest-texts.ts';

/** `SUMMIT_LONG=full` tries all of them. */
const TEXTS = process.env['SUMMIT_LONG'] === 'full' ? 1_000_000 : 20_000;
/** Milliseconds. A text that took longer is tried again: what else runs on the machine makes single ones slow. */
const SUSPICIOUS = 2;
/** No answer is to take longer. */
const MOST = 5;

test('any 64 characters after digest are answered, and what is set comes five times', async () => {
  const db = await exampleDb();
  const took = new Float64Array(TEXTS);
  let tried = 0;
  const timeToAnswer = async (words: string, channelId: string, again = 0): Promise<number> => {
    // What was answered in the same quarter of an hour may have been kept.
    const now = EVE.add({ minutes: 15 * again });
    const began = performance.now();
    const { message } = await ask(db, `digest ${words}`, { channelId, now });
    const time = performance.now() - began;
    expect(message.text).not.toBe('');
    return time;
  };
  const texts = fc.asyncProperty(digestTexts(), fc.boolean(), async (words, isDirect) => {
    const channelId = isDirect ? 'D0ALICE' : 'C0DESK';
    let time = await timeToAnswer(words, channelId);
    for (let again = 1; time > SUSPICIOUS && again < (time > MOST ? 50 : 5); again += 1) {
      time = Math.min(time, await timeToAnswer(words, channelId, again));
    }
    took[tried] = time;
    tried += 1;
    await expectItComes(db);
  });
  await fc.assert(texts, { numRuns: TEXTS });

  took.sort();
  const [p50, p99, p999, most] = [0.5, 0.99, 0.999, 1].map((share) =>
    Math.round((took[Math.ceil(share * TEXTS) - 1] ?? Number.NaN) * 1000),
  );
  const slow = took.filter((time) => time > MOST).length;
  console.log(`${slow} took longer than ${MOST} ms each time.`);
  console.log(`${TEXTS} texts: p50 ${p50} µs, p99 ${p99} µs, p99.9 ${p999} µs, most ${most} µs`);
});
