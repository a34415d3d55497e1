import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/agenda/fold.ts';

test.for([
  ['“Fentanyl”?', 'fentanyl'],
  ['trade &amp; tariffs', 'trade and tariffs'],
  ['<@U1|bob> <https://x.example|the label>', 'bob the label'],
  ['China’s build–up', 'china build up'],
  ['the U.N., A.I. and U.S.A', 'the un ai and usa'],
  ['COP28', 'cop 28'],
  ['G-20', 'g20'],
  ['5G', '5g'],
  ['1,000 of 1.5°', '1000 of 1 5'],
  ['the 28th round', 'the 28 round'],
  ['Straße İSTANBUL Łódź Ærø', 'strasse istanbul lodz aero'],
  ['ＣＯＰ٢٨', 'cop 28'],
  ['می‌خواهم', 'ميخواهم'],
  ['ｶﾞｽ ガス', 'ガス ガス'],
  ['हिन्दी', 'हिन्दी'],
  ['AI安全', 'ai 安全'],
  ['Me\u200bkong\u00ad\u202e', 'mekong'],
] as const)('%s is compared as %s', ([typed, folded]) => {
  expect(fold(typed).words.join(' ')).toBe(folded);
});

test('what has no words folds to nothing', () => {
  for (const typed of ['', '  ', '???', '🙂', '\ud800', '\u200b']) {
    expect(fold(typed)).toEqual({ words: [], squeezed: '' });
  }
});

test('plain words fold the same with and without marks around them', () => {
  const plain = fc.stringMatching(/^[A-Za-z]{1,9}( [A-Za-z]{1,9}){0,4}$/);
  fc.assert(
    fc.property(plain, (typed) => {
      expect(fold(`“${typed}”`)).toEqual(fold(typed));
    }),
  );
});

test('folding is done once and for all', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 60 })
    .filter((typed) => !/[&<']/.test(typed));
  fc.assert(
    fc.property(text, (typed) => {
      const { words } = fold(typed);
      expect(fold(words.join(' ')).words.join('')).toBe(words.join(''));
    }),
  );
});

test('a long text takes no longer for each letter than a short one', () => {
  const nasty = ['a.', "'s", '<a', '&amp', 'l’a', '1,000', '\u0301', '台', 'a1'];
  const took = nasty.map((part) => {
    const text = part.repeat(50_000);
    const start = performance.now();
    fold(text);
    return performance.now() - start;
  });
  expect(Math.max(...took)).toBeLessThan(2_000);
});
