/** A text as it is compared: words in lower case, without accents, quotes or marks nobody sees. */
export interface Folded {
  readonly words: readonly string[];
  /** The words without the spaces between them, so that `build-up` and `buildup` are one. */
  readonly squeezed: string;
}

/** Folds what people type and what issues are called, so that two ways to write one thing are equal. */
export function fold(text: string): Folded {
  const words = PLAIN.test(text) ? text.toLowerCase().trim().split(' ') : tokens(clean(text));
  return { words, squeezed: squeeze(words) };
}

/** Folded words without spaces. Two numbers stay apart: 1 5 is not 15. */
export function squeeze(words: readonly string[]): string {
  let squeezed = '';
  for (const word of words) {
    if (squeezed.length >= LONGEST) break;
    squeezed += DIGIT_LAST.test(squeezed) && DIGIT_FIRST.test(word) ? ` ${word}` : word;
  }
  return squeezed.slice(0, LONGEST).toWellFormed();
}

/** Text without Slack's way of writing links, mentions and `&`. */
export function decode(text: string): string {
  return text
    .replace(LINK, (_, target: string, label: string | undefined) => ` ${label ?? target} `)
    .replace(ENTITY, (_, name: string) => ENTITIES[name] ?? ' ');
}

/** True for a run of letters from a script that puts no spaces between words, or glues words to their neighbours. */
export function isRun(word: string): boolean {
  return RUN.test(word);
}

/** True for a word with a number in it; such words are compared as they are. */
export function hasNumber(word: string): boolean {
  return /\d/.test(word);
}

/** Letters of a name that are compared; an index takes no longer ones. */
const LONGEST = 150;

/** What most people type: it folds without any of the work below. */
const PLAIN = /^ *[A-Za-z]+(?: [A-Za-z]+)* *$/;
const DIGIT_FIRST = /^\d/;
const DIGIT_LAST = /\d$/;

const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';
const RUN = new RegExp(`^[${UNSPACED}]`, 'u');
const TOKEN = new RegExp(`\\d+|[${UNSPACED}]+|[^${UNSPACED}\\d ]+`, 'gu');

const LINK = /<[@#!]?([^<>|]*)(?:\|([^<>]*))?>/g;
const ENTITY = /&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#x27': "'",
};

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640]/gu;
/** Marks that people leave out, unlike the vowel signs of India, Thailand or Burma. */
const ACCENT = new RegExp(
  '[\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0\\ufe20-\\ufe2f' +
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7' +
    '\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed' +
    '\\u093c]',
  'g',
);
const OTHER_LETTER = /[ßøłđðþæœıħςىیکةەھ]/g;
const OTHER_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ς: 'σ',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ە: 'ه',
  ھ: 'ه',
};
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;

const APOSTROPHE = /[’‘‛ʼʻʹ′＇´׳]/g;
const HEBREW_ABBREVIATION = /(?<=\p{Script=Hebrew})[״"](?=\p{Script=Hebrew})/gu;
const POSSESSIVE = /(?<=[\p{L}\p{N}])'s(?![\p{L}\p{N}])/gu;
/** French and Italian words that lose their vowel: those that name nothing go, articles stay words. */
const ELISION =
  /(?<!\p{L})(?:(l|d|dell|nell|sull|dall|all)|un|j|n|s|c|m|t|qu|jusqu|lorsqu)'(?=[aeiouyh])/gu;
const INITIALS = /(?<![\p{L}\p{N}.])\p{L}(?:\.\p{L})+\.?(?![\p{L}\p{N}])/gu;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;
const ORDINAL = /(?<=\d)(?:st|nd|rd|th)(?![\p{L}\p{N}])/gu;
const TIMES = /(?<=\d) ?× ?(?=\d)/g;
const SEPARATOR = /[^\p{L}\p{M}\p{N}]+/gu;

/** Lower-case letters, marks and ASCII digits, with single spaces for everything else. */
function clean(text: string): string {
  return decode(text)
    .toWellFormed()
    .toLowerCase()
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(ACCENT, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(OTHER_LETTER, (letter) => OTHER_LETTERS[letter] ?? letter)
    .replace(OTHER_DIGIT, (digit) => String(valueOf(digit)))
    .replace(HEBREW_ABBREVIATION, '')
    .replace(APOSTROPHE, "'")
    .replace(POSSESSIVE, '')
    .replace(ELISION, (_, article: string | undefined) => `${article ?? ''} `)
    .replace(/'/g, '')
    .replace(INITIALS, (dotted) => dotted.replaceAll('.', ''))
    .replace(THOUSANDS, '')
    .replace(ORDINAL, '')
    .replace(TIMES, 'x')
    .replace(/&/g, ' and ')
    .replace(/%/g, ' percent ')
    .replace(SEPARATOR, ' ');
}

/** The value of a digit in any script: each script has its ten in a row. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/**
 * Words, numbers and unspaced runs. A number is a word of its own, so COP28 is COP-28,
 * but a single letter belongs to it, so that 5G is not G5.
 */
function tokens(text: string): string[] {
  const words: string[] = [];
  let end = -1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const last = words.at(-1);
    if (last !== undefined && belongsTo(last, token, index === end))
      words[words.length - 1] = last + token;
    else words.push(token);
    end = index + token.length;
  }
  return words;
}

function belongsTo(last: string, token: string, touching: boolean): boolean {
  const letter = touching ? /^[a-z]$/ : /^[bcfghj-kmnpqrstvwxz]$/;
  if (DIGIT_FIRST.test(token)) return letter.test(last) || /^[a-z]?\d+[a-z]$/.test(last);
  return letter.test(token) && /^[a-z]?\d+$/.test(last);
}
