import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { ask } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';
import { digestTexts, expectItComes } from '../support/digest-texts.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 500);

let db: Db;

beforeAll(async () => {
  db = await exampleDb();
});

test('any 64 characters after digest get an answer, and what is set comes', async () => {
  await fc.assert(
    fc.asyncProperty(digestTexts(), fc.boolean(), async (words, isDirect) => {
      const channelId = isDirect ? 'D0ALICE' : 'C0DESK';
      const { message, form, outcome, issues } = await ask(db, `digest ${words}`, { channelId });
      expect(checkMessage(message)).toEqual([]);
      expect(message.text.length).toBeLessThanOrEqual(4000);
      expect(message.text).not.toBe('');
      if (form !== undefined)
        expect(checkMessage({ text: 'form', blocks: form.blocks })).toEqual([]);
      expect(outcome === 'match').toBe(issues.length > 0 && outcome !== 'ambiguous');
      await expectItComes(db);
    }),
    { numRuns: RUNS },
  );
});

test('a very long line after digest is answered', async () => {
  for (const piece of [
    'a',
    'only:',
    'only:a,',
    '"',
    '<',
    '<#C0DESK> ',
    '09:00 ',
    'mute ',
    'Europe/',
  ]) {
    const { message } = await ask(db, `digest ${piece.repeat(100_000)}`);
    expect(checkMessage(message)).toEqual([]);
  }
});
