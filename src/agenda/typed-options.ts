import { readPreciseDay } from './read-day.ts';
import { readStatus } from './status-words.ts';
import { type Token, isMark, plainWord } from './typed-tokens.ts';

/** An option someone typed, and which tokens it takes up: from `at` to before `next`. */
export interface TypedOption {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly next: number;
  /** True when the value ran on over several words that nothing held together. */
  readonly ranOn: boolean;
}

/** Reads options out of the tokens of one text. */
export interface OptionReader {
  /** The option that begins here with its name and a colon, if one does. */
  readonly named: (at: number) => TypedOption | null;
  /** The option that begins here as people say it, without a colon: `on 15 Nov`, `confidence high`. */
  readonly spoken: (at: number) => TypedOption | null;
}

/** `more`: names known besides source, on, says and confidence. */
export function optionReader(
  text: string,
  tokens: readonly Token[],
  more: readonly string[],
): OptionReader {
  const known = new Map<string, string>([
    ...OTHER_NAMES,
    ...['source', 'on', 'says', 'confidence', ...more].map((name) => [name, name] as const),
  ]);

  const hasDates = isLikeADate(text);
  const hasColons = /[:：]/.test(text);

  function nameAt(at: number): string | null {
    if (!hasColons) return null;
    const token = tokens[at];
    const colon = tokens[at + 1];
    if (token?.kind !== 'word' || colon?.kind !== 'colon' || colon.start - token.end > 1)
      return null;
    const before = tokens[at - 1];
    const isWordStart = before === undefined || before.end < token.start || isMark(before);
    return isWordStart ? (known.get(plainWord(token)) ?? null) : null;
  }

  function named(at: number): TypedOption | null {
    const name = nameAt(at);
    if (name === null) return null;
    const first = tokens[at + 2];
    if (first?.kind === 'quoted' || first?.kind === 'link')
      return { name, value: first.text, at, next: at + 3, ranOn: false };
    if (isEnd(at + 2)) return { name, value: '', at, next: at + 2, ranOn: false };
    return { name, at, ...valueOf(name, at + 2) };
  }

  /** True where a value that runs over several words ends. */
  function isEnd(at: number): boolean {
    const token = tokens[at];
    if (token === undefined || token.kind === 'line' || token.kind === 'link') return true;
    return token.kind === 'dash' || isBecause(token) || nameAt(at) !== null;
  }

  function valueOf(name: string, from: number): Pick<TypedOption, 'value' | 'next' | 'ranOn'> {
    if (name === 'on') return fitting(from, DATE_WORDS, isDate) ?? dateAttempt(from);
    if (name === 'status') {
      const status = fitting(from, STATUS_WORDS, (words) => readStatus(words) !== null);
      if (status !== null) return status;
    }
    const next = RUNNING.has(name) ? endOfRun(from) : endOfWord(from);
    return { value: slice(from, next), next, ranOn: RUNNING.has(name) && next > from + 1 };
  }

  /** The most words from here on that make sense together. */
  function fitting(
    from: number,
    most: number,
    makesSense: (words: string) => boolean,
  ): { value: string; next: number; ranOn: false } | null {
    const ends: number[] = [];
    for (let next = from; ends.length < most && !(isEnd(next) && next > from); next += 1) {
      if (tokens[next] === undefined) break;
      ends.push(next + 1);
    }
    for (const next of ends.toReversed()) {
      const value = slice(from, next);
      if (makesSense(value)) return { value, next, ranOn: false };
    }
    return null;
  }

  /** What was meant as a date and is none: a number takes the next word with it. */
  function dateAttempt(from: number): { value: string; next: number; ranOn: false } {
    const isNumber = /^\d{1,2}\p{L}{0,2}\.?$/u.test(tokens[from]?.text ?? '');
    const next = endOfWord(isNumber && !isEnd(from + 1) ? from + 1 : from);
    return { value: slice(from, next), next, ranOn: false };
  }

  function endOfWord(from: number): number {
    let next = from + 1;
    while (tokens[next]?.start === tokens[next - 1]?.end && tokens[next]?.kind !== 'line')
      next += 1;
    return next;
  }

  function endOfRun(from: number): number {
    let next = from + 1;
    while (!isEnd(next) && levelAt(next) === null && spokenDate(next) === null) next += 1;
    return next;
  }

  function slice(from: number, next: number): string {
    const start = tokens[from]?.start ?? text.length;
    const end = tokens[next - 1]?.end ?? text.length;
    return text
      .slice(start, end)
      .replace(/[\s,;]{1,9}$/, '')
      .trim();
  }

  function spoken(at: number): TypedOption | null {
    const said = SAID.get(plainWord(tokens[at])) ?? 0;
    const from = said === 'according' && plainWord(tokens[at + 1]) === 'to' ? at + 2 : at + 1;
    if ((said === 'says' || from === at + 2) && tokens[from] !== undefined && !isEnd(from)) {
      const first = tokens[from];
      if (first.kind === 'quoted')
        return { name: 'says', value: first.text, at, next: from + 1, ranOn: false };
      return { name: 'says', at, ...valueOf('says', from) };
    }
    return levelAt(at) ?? spokenDate(at);
  }

  /** `confidence high`, `high confidence`. */
  function levelAt(at: number): TypedOption | null {
    const [one, other] = [plainWord(tokens[at]), plainWord(tokens[at + 1])];
    const value = one === 'confidence' ? other : other === 'confidence' ? one : '';
    if (!LEVELS.has(value)) return null;
    return { name: 'confidence', value, at, next: at + 2, ranOn: false };
  }

  /** `on 15 Nov`, `in Nov 2023`, `yesterday`: only where a date really follows. */
  function spokenDate(at: number): TypedOption | null {
    const word = plainWord(tokens[at]);
    if (word === 'today' || word === 'yesterday')
      return { name: 'on', value: word, at, next: at + 1, ranOn: false };
    const isLedTo = word === 'on' || word === 'in';
    const from = isLedTo ? at + 1 : at;
    if (tokens[from]?.kind !== 'word' || (!isLedTo && !mayBeDate(from))) return null;
    const fits = word === 'on' ? isDay : word === 'in' ? isMonthOrYear : isWholeDate;
    const found = fitting(from, DATE_WORDS, fits);
    return found === null ? null : { name: 'on', at, ...found };
  }

  /** Looked at first: reading a date takes longer. */
  function mayBeDate(from: number): boolean {
    if (!hasDates) return false;
    const last = tokens[Math.min(tokens.length, from + DATE_WORDS) - 1];
    return isLikeADate(text.slice(tokens[from]?.start ?? text.length, last?.end));
  }

  return { named, spoken };
}

/** True for the word after which the reason comes. */
export function isBecause(token: Token | undefined): boolean {
  return BECAUSE.has(plainWord(token));
}

/** A date no sentence says in passing. */
export function isMachineDay(value: string): boolean {
  return /^(?:today|yesterday|\d{4}-\d{2}-\d{2})$/i.test(value);
}

export function isLevel(value: string): boolean {
  return LEVELS.has(value.toLowerCase());
}

export function isDate(value: string): boolean {
  return readPreciseDay(value, ANY_DAY) !== null;
}

function isDay(value: string): boolean {
  return readPreciseDay(value, ANY_DAY)?.precision === 'day';
}

function isMonthOrYear(value: string): boolean {
  return isDate(value) && !isDay(value) && /\d{4}/.test(value);
}

/** A day that a name could not be: it has a number and a month, or is written like 2023-11-15. */
function isWholeDate(value: string): boolean {
  return isDay(value) && /\d/.test(value) && !/^\d{1,2}\p{L}*$/u.test(value);
}

/** Whether words are a date is the same on any day. */
const ANY_DAY = '2024-12-31';
const DATE_WORDS = 6;
/** True when there is a number, and a month by its name or by another number. */
function isLikeADate(text: string): boolean {
  return /\p{N}/u.test(text) && (MONTH_NAME.test(text) || NUMBER_AND_MARK.test(text));
}

const MONTH_NAME = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i;
const NUMBER_AND_MARK = /\p{N}[ \t]?[-\p{Pd}\u2212/.年月]/u;
const STATUS_WORDS = 4;

/** Options whose value may be several words without quotes. */
const RUNNING = new Set(['says', 'publisher', 'summary']);
const LEVELS = new Set(['high', 'medium', 'low']);
const BECAUSE = new Set(['because', 'becuase', 'becasue', 'b/c']);
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ['sources', 'source'],
  ['url', 'source'],
  ['link', 'source'],
  ['date', 'on'],
];
const SAID: ReadonlyMap<string, 'says' | 'according'> = new Map([
  ['says', 'says'],
  ['according', 'according'],
]);
