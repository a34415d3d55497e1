import fc from 'fast-check';

/** Pieces of text that have broken other apps: markup, mentions, bidi marks, lone surrogates, long runs. */
const NASTY = [
  '<!channel>',
  '<!here>',
  '<@U012AB3CD>',
  '<https://evil.example|click>',
  '&amp;lt;',
  '&',
  '<',
  '>',
  '*bold*',
  '`code`',
  '|',
  '\u202Egnp.exe',
  '\u200B',
  '\uD800',
  '\uDC00',
  '\0',
  '\r\n',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  'क्षि',
  '芬太尼',
  'می‌خواهم',
  'Z\u0351\u0352\u0353\u0354',
  ':no_entry_sign:',
  'javascript:alert(1)',
];

/** Text nobody should have to expect, up to about `length` characters. */
export function anyText(length = 4000): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.lorem({ maxCount: 12 }),
  );
  return fc
    .tuple(
      fc.array(part, { maxLength: 8 }),
      fc.nat({ max: 60 }),
      fc.constantFrom('', ' ', '&', '界'),
    )
    .map(([parts, times, joint]) => parts.join(joint).repeat(times).slice(0, length));
}
