import { addDays } from './days.ts';
import type { IsoDate, Precision } from './record.ts';

/** The day someone means: `2023-11-15`, `15 Nov`, `yesterday`, `last monday`. Null when it is none. */
export function readDay(typed: string, today: IsoDate): IsoDate | null {
  const read = readPreciseDay(typed, today);
  return read?.precision === 'day' ? read.date : null;
}

/** A date, as exact as it is known. */
export interface PreciseDay {
  /** The first day of a month or a year. */
  readonly date: IsoDate;
  readonly precision: Precision;
}

/** The day, month (`Nov 2023`) or year (`2023`) someone means; what has no year is the latest up to today. */
export function readPreciseDay(typed: string, today: IsoDate): PreciseDay | null {
  if (typed.length > LONGEST) return null;
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .toLowerCase()
    .trim();
  const parts = partsIn(text);
  if (parts !== null) return dateOf(parts, today);
  const day = relativeDay(text.split(/\s+/), today);
  return day === null ? null : { date: day, precision: 'day' };
}

/** What folded words say of a date: `fri 1 dec`. Null when they say anything else. */
export function partsIn(text: string): DateParts | null {
  return numbersIn(text) ?? wordsIn(text);
}

/** `3`, `three` or `a` as a number; null for anything else. */
export function countIn(word: string): number | null {
  if (/^\d{1,4}$/.test(word)) return Number(word);
  const count = COUNTS.indexOf(word === 'one' || word === 'an' ? 'a' : word);
  return count > 0 ? count : null;
}

const LONGEST = 60;

/** What is said of a date; a day without a month is in the latest month that has it. */
export interface DateParts {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  /** 1 for Monday; must agree with the rest. */
  readonly weekday?: number | undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;
const WEEKDAYS = 'mon tue wed thu fri sat sun'.split(' ');
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$|^weds$/;

const YEAR_FIRST = /^(\d{4})([-/.年])(\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/u;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/** `2023-11-15`, `2023-11`, and `15/11/2023` where only one of the numbers can be the month. */
function numbersIn(text: string): DateParts | null {
  const first = YEAR_FIRST.exec(text);
  if (first !== null) {
    const [, year, , month, day] = first;
    return { year: Number(year), month: Number(month), day: day === undefined ? day : Number(day) };
  }
  const last = YEAR_LAST.exec(text);
  if (last === null) return null;
  const [one, other, year] = [Number(last[1]), Number(last[3]), Number(last[4])];
  if (one <= 12 && other <= 12 && one !== other) return null;
  return one > 12 ? { day: one, month: other, year } : { day: other, month: one, year };
}

/** `15 Nov`, `Nov 15, 2023`, `the 15th of November`, `Wed 15 Nov`, `Nov 2023`, `2023`: in any order. */
function wordsIn(text: string): DateParts | null {
  const words = text
    .replace(/^on /, '')
    .split(/[\s,.'’-]+/u)
    .filter((word) => word !== '' && word !== 'of' && word !== 'the');
  if (words.length === 0 || words.length > 4) return null;
  const parts: { year?: number; month?: number; day?: number; weekday?: number } = {};
  for (const word of words) {
    const [name, value] = partOf(word) ?? [];
    if (name === undefined || value === undefined || parts[name] !== undefined) return null;
    parts[name] = value;
  }
  if (words.length > 1 && parts.day === undefined && parts.weekday !== undefined) return null;
  const isBareNumber = words.length === 1 && /^\d{1,2}$/.test(words[0] ?? '');
  return isBareNumber ||
    (parts.year !== undefined && parts.day !== undefined && parts.month === undefined)
    ? null
    : parts;
}

function partOf(word: string): [keyof DateParts, number] | null {
  if (MONTH.test(word)) return ['month', MONTHS.indexOf(word.slice(0, 3)) + 1];
  if (WEEKDAY.test(word)) return ['weekday', WEEKDAYS.indexOf(word.slice(0, 3)) + 1];
  if (/^[12]\d{3}$/.test(word)) return ['year', Number(word)];
  const day = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word);
  return day === null ? null : ['day', Number(day[1])];
}

function dateOf(parts: DateParts, today: IsoDate): PreciseDay | null {
  const { year, month, day, weekday } = parts;
  if (day === undefined && month === undefined && weekday !== undefined)
    return { date: latestWeekday(weekday, today), precision: 'day' };
  const precision: Precision = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  const date =
    year !== undefined
      ? dayOf(year, month ?? 1, day ?? 1)
      : month !== undefined
        ? latestInYears(month, day ?? 1, today)
        : latestInMonths(day ?? 1, today);
  if (date === null) return null;
  const agrees = weekday === undefined || Temporal.PlainDate.from(date).dayOfWeek === weekday;
  return agrees ? { date, precision } : null;
}

/** Null for a day that no calendar has. */
export function dayOf(year: number, month: number, day: number): IsoDate | null {
  const isMonth = month >= 1 && month <= 12 && year >= 1;
  if (!isMonth || day < 1) return null;
  const { daysInMonth } = new Temporal.PlainYearMonth(year, month);
  return day > daysInMonth ? null : new Temporal.PlainDate(year, month, day).toString();
}

/** A leap day is at most eight years back. */
function latestInYears(month: number, day: number, today: IsoDate): IsoDate | null {
  const thisYear = Number(today.slice(0, 4));
  for (let year = thisYear; year >= thisYear - 8; year -= 1) {
    const date = dayOf(year, month, day);
    if (date !== null && date <= today) return date;
  }
  return null;
}

function latestInMonths(day: number, today: IsoDate): IsoDate | null {
  const month = Temporal.PlainYearMonth.from(today.slice(0, 7));
  for (let back = 0; back <= 2; back += 1) {
    const { year, month: number } = month.subtract({ months: back });
    const date = dayOf(year, number, day);
    if (date !== null && date <= today) return date;
  }
  return null;
}

function latestWeekday(weekday: number, today: IsoDate): IsoDate {
  const { dayOfWeek } = Temporal.PlainDate.from(today);
  return addDays(today, -((dayOfWeek - weekday + 7) % 7));
}

const COUNTS = ' a two three four five six seven eight nine ten eleven twelve'.split(' ');

/** `yesterday`, `last monday`, `2 days ago`. */
function relativeDay(words: readonly string[], today: IsoDate): IsoDate | null {
  const text = words.join(' ');
  if (text === 'today') return today;
  if (text === 'yesterday') return addDays(today, -1);
  if (/^(?:the )?day before yesterday$/.test(text)) return addDays(today, -2);
  const named = /^(last|this) ([a-z]{3,9})$/.exec(text);
  if (named !== null && WEEKDAY.test(named[2] ?? '')) {
    const weekday = WEEKDAYS.indexOf((named[2] ?? '').slice(0, 3)) + 1;
    return latestWeekday(weekday, named[1] === 'last' ? addDays(today, -1) : today);
  }
  const ago = /^(\d{1,4}|[a-z]{1,6}) (day|week)s? ago$/.exec(text);
  if (ago === null) return null;
  const [, count = '', unit] = ago;
  const number = countIn(count);
  return number === null ? null : addDays(today, -number * (unit === 'week' ? 7 : 1));
}
