import { dayIn } from './days.ts';
import { countIn, readDay } from './read-day.ts';
import { readDayAhead } from './read-day-ahead.ts';
import type { IsoDate } from './record.ts';
import { firstInstantAt } from './wall-time.ts';

/** Where and when somebody says when. */
export interface SaidAt {
  readonly now: Temporal.Instant;
  readonly timeZone: string;
}

/** A moment that words begin with, and what follows it. */
export type MomentReading =
  | { readonly kind: 'moment'; readonly at: Temporal.Instant; readonly rest: string }
  /** It was before now. */
  | { readonly kind: 'gone by'; readonly at: Temporal.Instant }
  | { readonly kind: 'too far' }
  | { readonly kind: 'none' };

/** When in the day something is told, where nobody says. */
export const MORNING = '09:00';

const MOST_YEARS = 10;

/** Reads `in 3 days at 09:00 call them`, `tomorrow`, `on fri 1 dec`, `at 17:30`: a day alone means its morning. */
export function readMoment(text: string, said: SaidAt): MomentReading {
  const words = wordsOf(text);
  const found: Found = { day: null, later: null, time: null };
  let read = 0;
  for (let more = true; more && read < words.length;) {
    const before = read;
    read += takeTime(words.slice(read), found);
    if (before === read) read += takeDay(words.slice(read), found, dayIn(said.now, said.timeZone));
    more = before !== read && words[read - 1]?.endsIt !== true;
  }
  if (read === 0) return { kind: 'none' };
  return momentOf(found, restFrom(text, words[read - 1]?.end ?? 0), said);
}

/** What is said of a moment so far. */
interface Found {
  day: IsoDate | null;
  /** From now, for times that no calendar is needed for. */
  later: Temporal.Duration | null;
  time: string | null;
}

function momentOf({ day, later, time }: Found, rest: string, said: SaidAt): MomentReading {
  const { now, timeZone } = said;
  const today = dayIn(now, timeZone);
  if (later !== null) return checked(now.add(later), rest, now);
  const date = Temporal.PlainDate.from(day ?? today);
  const last = Temporal.PlainDate.from(today).add({ years: MOST_YEARS });
  if (Temporal.PlainDate.compare(date, last) > 0) return { kind: 'too far' };
  const at = firstInstantAt(date, time ?? MORNING, timeZone);
  if (day !== null || Temporal.Instant.compare(at, now) > 0) return checked(at, rest, now);
  return checked(firstInstantAt(date.add({ days: 1 }), time ?? MORNING, timeZone), rest, now);
}

function checked(at: Temporal.Instant, rest: string, now: Temporal.Instant): MomentReading {
  return Temporal.Instant.compare(at, now) > 0
    ? { kind: 'moment', at, rest }
    : { kind: 'gone by', at };
}

/** A folded word, and where it ends in the text. */
interface Word {
  readonly word: string;
  readonly end: number;
  /** True for `tomorrow:`: what follows is no part of a moment. */
  readonly endsIt: boolean;
}

/** No moment takes more. */
const MOST_WORDS = 16;
const LONGEST_WORD = 20;

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: typed, index } of text.matchAll(/\S+/gu)) {
    if (words.length === MOST_WORDS) break;
    const word = typed
      .slice(0, LONGEST_WORD)
      .normalize('NFKC')
      .replaceAll(/[\p{Pd}\u2212]/gu, '-')
      .toLowerCase()
      .replace(/[,.;:!?]{1,20}$/u, '');
    words.push({ word, end: index + typed.length, endsIt: /[:;!?]$/u.test(typed) });
  }
  return words;
}

function restFrom(text: string, end: number): string {
  return text
    .slice(end)
    .trim()
    .replace(/^(?:[\p{Pd}:,=]+\s*|(?:to|that)\s+)/iu, '')
    .trim();
}

/** How many words were taken for a time of day. */
function takeTime(words: readonly Word[], found: Found): number {
  if (found.time !== null || found.later !== null) return 0;
  const [first = '', second = '', third = ''] = words.map(({ word }) => word);
  const isSaid = first === 'at' || first === '@';
  const [typed, half] = isSaid ? [second, third] : [first, second];
  const isHalf = /^[ap]\.?m$/.test(half) && /^\d{1,2}(?:[:.]\d\d)?$/.test(typed);
  const time = readTime(isHalf ? typed + half : typed, isSaid);
  if (time === null) return 0;
  found.time = time;
  return (isSaid ? 2 : 1) + (isHalf ? 1 : 0);
}

/** `09:00`, `9am`, `5:30pm`, `noon`; `9` and `17.30` only where `at` was said. */
function readTime(typed: string, isSaid: boolean): string | null {
  if (typed === 'noon' || typed === 'midday') return '12:00';
  if (typed === 'midnight') return '00:00';
  const parts = /^(\d{1,2})(?:([:.h])(\d\d))?(?:([ap])\.?m)?$/.exec(typed);
  if (parts === null) return null;
  const [, hours = '', mark, minutes = '00', half] = parts;
  if (!isSaid && half === undefined && mark !== ':') return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'p' ? 12 : 0);
  const isTime =
    hour <= 23 &&
    Number(minutes) <= 59 &&
    (half === undefined || (Number(hours) >= 1 && Number(hours) <= 12));
  return isTime ? `${String(hour).padStart(2, '0')}:${minutes}` : null;
}

/** How many words were taken for a day, or for a time from now. */
function takeDay(words: readonly Word[], found: Found, today: IsoDate): number {
  if (found.day !== null || found.later !== null) return 0;
  const all = words.map(({ word }) => word);
  const span = readSpan(all);
  if (span !== null) {
    if (span.isOfDays) found.day = Temporal.PlainDate.from(today).add(span.time).toString();
    else if (found.time === null) found.later = span.time;
    else return 0;
    return span.words;
  }
  for (let length = Math.min(5, all.length); length > 0; length -= 1) {
    if (/^(?:the|of|on|-*)$/.test(all[length - 1] ?? '')) continue;
    if (words.slice(0, length - 1).some(({ endsIt }) => endsIt)) continue;
    const typed = all.slice(0, length).join(' ');
    const day = readDayAhead(typed, today) ?? readDay(typed, today);
    if (day === null) continue;
    found.day = day;
    return length;
  }
  return 0;
}

/** A stretch of time, and how many words say it. */
interface Span {
  readonly time: Temporal.Duration;
  /** Told in calendar days, and not in hours. */
  readonly isOfDays: boolean;
  readonly words: number;
}

/** `in 3 days`, `in two weeks`, `2 hours`, `in 3d`. */
export function readSpan(words: readonly string[]): Span | null {
  const isSaid = /^(?:in|for|after)$/.test(words[0] ?? '');
  const [first = '', second = ''] = isSaid ? words.slice(1) : words;
  const glued = /^(\d{1,4})([a-z]{1,8})$/.exec(first);
  if (glued !== null && !isSaid) return null;
  const [count, unit] = glued === null ? [first, second] : [glued[1] ?? '', glued[2] ?? ''];
  const number = countIn(count);
  const one = UNITS.find(({ name }) => name.test(unit));
  if (number === null || one === undefined || (!isSaid && words[2] === 'ago')) return null;
  return {
    time: Temporal.Duration.from(one.of(number)),
    isOfDays: one.isOfDays,
    words: (isSaid ? 1 : 0) + (glued === null ? 2 : 1),
  };
}

const UNITS: readonly {
  readonly name: RegExp;
  readonly isOfDays: boolean;
  readonly of: (count: number) => Temporal.DurationLike;
}[] = [
  { name: /^m(?:in(?:ute)?s?)?$/, isOfDays: false, of: (minutes) => ({ minutes }) },
  { name: /^h(?:(?:ou)?rs?)?$/, isOfDays: false, of: (hours) => ({ hours }) },
  { name: /^d(?:ays?)?$/, isOfDays: true, of: (days) => ({ days }) },
  { name: /^w(?:(?:ee)?ks?)?$/, isOfDays: true, of: (weeks) => ({ weeks }) },
  { name: /^fortnights?$/, isOfDays: true, of: (count) => ({ weeks: 2 * count }) },
  { name: /^months?$/, isOfDays: true, of: (months) => ({ months }) },
  { name: /^y(?:ea)?rs?$/, isOfDays: true, of: (years) => ({ years }) },
];
