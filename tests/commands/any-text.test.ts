import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import type { Db } from '../../db/open.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { escapeText } from '../../src/messages/escape.ts';
import { ask } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';
import { anyText } from '../support/text.ts';

const RUNS = Number(process.env['SUMMIT_FUZZ_RUNS'] ?? 400);

const word = fc.constantFrom('', ...allCommands.map(({ name }) => name));
const option = fc
  .tuple(
    fc.constantFrom(
      'as-of',
      'since',
      'until',
      'status',
      'category',
      'owner',
      'party',
      'page',
      'part',
      'after',
      'x',
    ),
    fc.constantFrom(':', '：', ' : ', ' '),
    fc.oneof(
      fc.constantFrom('2023-11-14', 'today', 'stalled', '0', '-1', '1e9', '9999-12-31', '"'),
      anyText(60),
    ),
  )
  .map((parts) => parts.join(''));

let db: Db;

beforeAll(async () => {
  db = await exampleDb();
});

test('any text after any word gets an answer that Slack takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      word,
      fc.array(fc.oneof(anyText(300), option), { maxLength: 4 }),
      fc.boolean(),
      async (first, rest, escaped) => {
        const typed = [first, ...rest].join(' ');
        const { message, outcome, issues } = await ask(db, escaped ? escapeText(typed) : typed);
        expect(checkMessage(message)).toEqual([]);
        expect(message.text.length).toBeLessThanOrEqual(4000);
        expect(outcome === 'match').toBe(issues.length > 0 && outcome !== 'ambiguous');
      },
    ),
    { numRuns: RUNS },
  );
});

test.each(['a', 'fentanyl ', '芬', '<', '“', 'x:y ', '👩‍👩‍👧‍👦', '- ', 'and '])(
  'a very long line of %o is answered',
  async (part) => {
    const { message } = await ask(db, part.repeat(200_000));
    expect(checkMessage(message)).toEqual([]);
  },
);
