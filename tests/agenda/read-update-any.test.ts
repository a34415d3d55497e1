import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNote, readTitle, readUpdate } from '../../src/agenda/read-update.ts';
import { STATUSES } from '../../src/agenda/status.ts';

const readers = [readUpdate, readNote, readTitle] as const;
const MORE = ['over', 'status', 'publisher', 'summary'];

const part = fc.constantFrom(
  'fentanyl',
  'agreed',
  'in',
  'talks',
  'because',
  'as',
  'on',
  '15',
  'Nov',
  'says',
  'source',
  ':',
  '：',
  ',',
  '–',
  '->',
  '(',
  '\n',
  ' ',
  '"',
  '“',
  '”',
  '«',
  "'",
  '<',
  '>',
  '|',
  '@',
  'https://x.com',
  '<https://x.com|x>',
  'source:',
  'on:',
  'says:',
  'over:',
  'confidence:',
  'high',
  'not',
  'set',
  'to',
  'yesterday',
  '🤝',
  ':handshake:',
  '\ud800',
  '\u0000',
  '芬太尼',
);
const anyLine = fc.oneof(
  fc.array(part, { maxLength: 30 }).map((parts) => parts.join(' ')),
  fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

test('any line is read: at least one way, at most six, nothing but what was typed', () => {
  fc.assert(
    fc.property(anyLine, fc.constantFrom(...readers), (line, reader) => {
      const { readings, note, sources, on, says, confidence, options } = reader(line, MORE);
      expect(readings.length).toBeGreaterThanOrEqual(1);
      expect(readings.length).toBeLessThanOrEqual(6);
      expect(note).toBe(readings[0]?.note);
      expect(new Set(sources).size).toBe(sources.length);
      const typed = line.toWellFormed();
      for (const value of [...sources, on ?? '', says ?? '', confidence ?? '', ...options.values()])
        expect(typed).toContain(value);
      for (const word of readings.flatMap((one) => `${one.issue} ${one.note}`.split(/\s+/)))
        expect(typed).toContain(word);
      for (const name of options.keys()) expect(MORE).toContain(name);
    }),
    { numRuns: 3000 },
  );
});

const words = (first: string, least: number, most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('copper', 'lunar', 'bases', 'visas', 'Ärzte', '芬太尼', 'G20'), {
      minLength: least,
      maxLength: most,
    })
    .map((rest) => [first, ...rest].join(' ').trim());

const line = fc.record({
  issue: words('', 1, 3),
  status: fc.constantFrom(...STATUSES),
  note: fc.option(
    fc
      .tuple(
        words('they', 1, 4),
        fc.constantFrom('', ': no deal', '\nand more', ' “as is”', ' (so far)'),
      )
      .map((parts) => parts.join('')),
  ),
  sources: fc.uniqueArray(fc.webUrl({ withQueryParameters: true }), { maxLength: 3 }),
  on: fc.option(fc.constantFrom('15 Nov', 'yesterday', '2023-11-15', 'Nov 2023', '3 weeks ago')),
  says: fc.option(words('Antony', 0, 2)),
  confidence: fc.option(fc.constantFrom('high', 'medium', 'low')),
  over: fc.option(fc.stringMatching(/^[a-z0-9]{1,12}$/)),
});

test('what is put into a line comes back, whatever the order of its parts', () => {
  fc.assert(
    fc.property(line, fc.infiniteStream(fc.nat()), fc.boolean(), (given, order, isQuoted) => {
      fc.pre(given.sources.every((url) => !/[.,;:!?'")\]*]$|[()[\]'*]/.test(url)));
      const next = (): number => order.next().value ?? 0;
      const options = [
        ...given.sources.map((url) => `source:${url}`),
        ...(given.on === null ? [] : [`on:${isQuoted ? `"${given.on}"` : given.on}`]),
        ...(given.confidence === null ? [] : [`confidence:${given.confidence}`]),
        ...(given.over === null ? [] : [`over:${given.over}`]),
      ];
      const says = given.says === null ? [] : [`says:“${given.says}”`];
      const shuffled = [...options, ...says]
        .map((text) => ({ text, rank: next() }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ text }) => text);
      const before = shuffled.splice(0, next() % (shuffled.length + 1));
      const between = shuffled.splice(0, next() % (shuffled.length + 1));
      const { key, label } = given.status;
      const typed = [
        ...before,
        given.issue,
        ...between,
        next() % 2 === 0 ? key : label,
        ...(given.note === null ? [] : [`because ${given.note}`]),
        ...shuffled,
      ].join(' ');

      const read = readUpdate(typed, ['over']);
      expect({ ...read, sources: read.sources.toSorted() }, typed).toMatchObject({
        note: given.note ?? '',
        sources: given.sources.toSorted(),
        on: given.on,
        says: given.says,
        confidence: given.confidence,
      });
      expect(read.options.get('over') ?? null).toBe(given.over);
      expect(read.readings[0]).toEqual({
        issue: given.issue,
        status: key,
        note: given.note ?? '',
      });
    }),
    { numRuns: 1000 },
  );
});

test('a line ten times as long takes no more than its share of time', () => {
  const hostile = [
    'a ',
    'agreed ',
    'because ',
    'says: ',
    'says:',
    'on 15 ',
    'on:',
    'source:',
    '"',
    '“',
    '<',
    "'",

    'not agreed as ',
    'x: ',
    ':',
    '- ',
    'https://x',
    ',https://',
    '(',
    '\n',
    '芬',
    'in talks ',
    '1,',
  ];
  for (const text of hostile) {
    for (const reader of readers) {
      const [short, long] = [10_000, 100_000].map((length) => {
        const typed = text.repeat(length / text.length);
        return Math.min(...Array.from({ length: 3 }, () => timeOf(() => reader(typed, MORE))));
      });
      // A line is cut, so that even the longest takes as long as one of 6,000 characters.
      expect(long, JSON.stringify(text)).toBeLessThan(10 * Math.max(short ?? 0, 1));
    }
  }
});

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
