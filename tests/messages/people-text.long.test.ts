import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allSaid } from '../support/all-said.ts';
import { activeIn, HOSTILE } from '../support/inert.ts';
import { anyText } from '../support/text.ts';

/** Each with so many issues, whose words are others. */
const RECORDS = process.env['SUMMIT_LONG'] === 'full' ? 2_500 : 250;
const ISSUES = 8;

const MARKS = [
  ...'*_~`<>|@#!^:&;.-/\\ \n\u200B\u00ADab1é文'.split(''),
  '&lt;',
  '&gt;',
  '```',
  '>>>',
  'zevil',
  '<!',
];

/** Whatever could mean something, in any order and cut anywhere. */
const words = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: fc.constantFrom(...MARKS) })),
        { maxLength: 4 },
      )
      .chain((parts) => {
        const whole = parts.join('');
        return fc.nat({ max: whole.length }).map((from) => whole.slice(from, from + 400));
      }),
  },
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...MARKS), maxLength: 60 }) },
  { weight: 1, arbitrary: anyText(1_500) },
);

test('any words mean nothing to Slack, wherever they enter and whatever says them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: ISSUES, maxLength: ISSUES }), async (all) => {
      const said = await allSaid(all);
      const active = said.flatMap(({ when, payload }) =>
        activeIn(payload, all).map((what) => `${when}: ${what}`),
      );
      expect(active).toEqual([]);
    }),
    { numRuns: RECORDS, endOnFailure: true },
  );
});
