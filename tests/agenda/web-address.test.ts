import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publisherOf, readAddress, sameAddress } from '../../src/agenda/web-address.ts';

test.for([
  ['https://www.reuters.com/world/a-b', 'https://www.reuters.com/world/a-b'],
  ['<https://x.com/a?b=1&c=2|x.com>', 'https://x.com/a?b=1&c=2'],
  ['<https://x.com/a>.', 'https://x.com/a'],
  [' HTTPS://X.Com/Path. ', 'https://x.com/Path'],
  ['(https://x.com/a),', 'https://x.com/a'],
  ['“https://x.com/a”;', 'https://x.com/a'],
  ['https://en.wikipedia.org/wiki/Hotline_(film)', 'https://en.wikipedia.org/wiki/Hotline_(film)'],
  ['(https://x.com/a_(b)).', 'https://x.com/a_(b)'],
  ['www.state.gov/readout', 'https://www.state.gov/readout'],
  ['http://intranet/note', 'http://intranet/note'],
  ['https://x.com/a|b', 'https://x.com/a%7Cb'],
  ['https://x.com/a\u202eb', 'https://x.com/a%E2%80%AEb'],
  ['https://x.com', 'https://x.com/'],
] as const)('%s is kept as %s', ([typed, kept]) => {
  expect(readAddress(typed)).toBe(kept);
});

test.each([
  '',
  'reuters',
  'javascript:alert(1)',
  'ftp://x.com/a',
  'mailto:a@x.com',
  '<mailto:a@x.com|a@x.com>',
  'https://',
  'https://name:secret@x.com/',
  'https://name@x.com/',
  'https://x.com/a b',
  'https://x.com/a\nb',
  `https://x.com/${'a'.repeat(1500)}`,
  `https://x.com/${'芬'.repeat(300)}`,
  '.'.repeat(100_000),
])('%o is not kept', (typed) => {
  expect(readAddress(typed)).toBeNull();
});

test.for([
  ['http://www.x.com/a/', 'https://x.com/a'],
  ['https://x.com/a#part', 'https://x.com/a'],
  ['https://x.com:443/a', 'http://x.com:80/a'],
  ['https://x.com/a?utm_source=s&id=7&fbclid=f', 'https://x.com/a?id=7'],
  ['https://x.com/a?GCLID=1', 'https://x.com/a'],
  ['https://X.com', 'https://x.com/'],
  ['https://x.com/%e8%8a%ac', 'https://x.com/芬'],
] as const)('%s and %s are one source', ([one, other]) => {
  expect(sameAddress(one)).toBe(sameAddress(other));
});

test.for([
  ['https://x.com/a', 'https://x.com/A'],
  ['https://x.com/a?id=7', 'https://x.com/a?id=8'],
  ['https://x.com/a?b=1&c=2', 'https://x.com/a?c=2&b=1'],
  ['https://x.com/a', 'https://x.com:8080/a'],
  ['https://x.com/a', 'https://news.x.com/a'],
  ['https://x.com/a?autm_x=1', 'https://x.com/a'],
] as const)('%s and %s are two sources', ([one, other]) => {
  expect(sameAddress(one)).not.toBe(sameAddress(other));
});

test('a publisher is the host, when there is one', () => {
  expect(publisherOf('https://www.whitehouse.gov/a')).toBe('whitehouse.gov');
  expect(publisherOf('https://english.news.cn:8080/a')).toBe('english.news.cn');
  expect(publisherOf('not an address')).toBe('');
});

const anything = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 30 }).map((text) => `https://x.com/${text}`),
);

test('what is kept is kept as it is when it is read again, and safe within <…|…>', () => {
  fc.assert(
    fc.property(anything, (typed) => {
      const kept = readAddress(typed);
      if (kept === null) return;
      expect(kept).toMatch(/^https?:\/\/[^\s<>|]+$/);
      expect(sameAddress(readAddress(`<${kept}|label>`) ?? '')).toBe(sameAddress(kept));
    }),
    { numRuns: 1000 },
  );
});

test('any address has a key, and its key stays with http and www', () => {
  fc.assert(
    fc.property(anything, fc.webUrl(), (typed, address) => {
      expect(() => [sameAddress(typed), publisherOf(typed)]).not.toThrow();
      expect(sameAddress(address.replace(/^https?:\/\//, 'http://www.'))).toBe(
        sameAddress(address),
      );
    }),
  );
});
