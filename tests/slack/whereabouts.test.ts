import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOWHERE, packed, unpacked, type Whereabouts } from '../../src/slack/whereabouts.ts';

const place: Whereabouts = {
  channelId: 'C0DESK',
  threadTs: '1700000000.000100',
  responseUrl: 'https://hooks.slack.com/actions/T0/1/secret',
  onHome: false,
};

test('what a modal takes along comes back as it was', () => {
  const signs = fc.constantFrom('a', '"', '\\', '\n', '{', '}', '\u2028', '🤝', '\ud83e');
  const keep = fc.array(signs, { maxLength: 300 }).map((chosen) => chosen.join(''));
  fc.assert(
    fc.property(keep, (kept) => {
      const { place: there, keep: back } = unpacked(packed(place, kept) ?? '');
      return back === kept && JSON.stringify(there) === JSON.stringify(place);
    }),
  );
});

test('two thousand characters of JSON fit, however often it quotes; what does not fit is not cut', () => {
  const quotes = JSON.stringify(Array.from({ length: 500 }, () => ''));
  expect(quotes.length).toBeLessThan(2_000);
  expect(packed(place, quotes)?.length).toBeLessThanOrEqual(3_000);
  expect(packed(place, 'x'.repeat(3_000))).toBeNull();
});

test('a modal without any of it is nowhere', () => {
  expect(unpacked('')).toEqual({ place: NOWHERE, keep: '' });
});
