import { MOST_ZONE_WORDS, timeZoneAt, type ZoneNamed } from './time-zone-named.ts';

/** A word, or a few that belong together, of what someone typed about a schedule. */
export type ScheduleWord = { readonly typed: string } & (
  | { readonly kind: 'every'; readonly every: 'day' | 'month' | 'week' | 'weekday' }
  /** Says nothing alone; but a number after `at` is a time, `day` alone is every day, and `twice` wants two. */
  | {
      readonly kind: 'filler';
      readonly isAt: boolean;
      readonly isDay: boolean;
      readonly isTwice: boolean;
    }
  | { readonly kind: 'weekdays'; readonly days: readonly number[] }
  | { readonly kind: 'ordinal'; readonly day: number }
  /** `9`: a time, or a day of the month. */
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'no-time' }
  | { readonly kind: 'zone'; readonly timeZone: string }
  | { readonly kind: 'no-zone'; readonly isOffset: boolean }
  /** `hourly`, `every 2 weeks`: how often no digest comes. */
  | { readonly kind: 'other-rhythm' }
  | { readonly kind: 'unknown' }
);

/** Takes a text apart, each part read by itself. Takes time in proportion to its length, whatever it holds. */
export function scheduleWords(text: string): ScheduleWord[] {
  const whole = text.trim();
  const normal = whole.slice(0, LONGEST_TEXT).normalize('NFKC');
  const typed = normal
    .slice(0, LONGEST_TEXT)
    .toWellFormed()
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .replaceAll('&', ' and ')
    .split(/[\s,;]+/u)
    .filter((word) => word !== '')
    .flatMap(partsOf);
  const words: ScheduleWord[] = [];
  let hasBadZone = false;
  for (let at = 0; at < typed.length;) {
    const [word, taken] = wordAt(typed, at, hasBadZone);
    hasBadZone ||= word.kind === 'no-zone';
    words.push(word);
    at += taken;
  }
  if (Math.max(whole.length, normal.length) > LONGEST_TEXT)
    words.push({ typed: '…', kind: 'unknown' });
  return words;
}

/** `mon/thu` is two words, `Europe/Brussels` one. */
function partsOf(word: string): string[] {
  const parts = word.includes('/') ? word.split('/') : [];
  return parts.length > 0 && parts.every((part) => simpleWord(part, plainWord(part)) !== null)
    ? parts
    : [word];
}

/** The word that begins there, and how many it takes up. */
function wordAt(
  typed: readonly string[],
  at: number,
  hasBadZone: boolean,
): [word: ScheduleWord, taken: number] {
  const one = typed[at] ?? '';
  const plain = plainWord(one);
  const next = plainWord(typed[at + 1]);
  const two = `${one} ${typed[at + 1] ?? ''}`;
  const range = JOINING.has(next) ? weekdaysIn(`${plain}-${plainWord(typed[at + 2])}`) : null;
  if (range !== null)
    return [{ typed: `${two} ${typed[at + 2] ?? ''}`, kind: 'weekdays', days: range }, 3];
  if (/^\d{1,2}(?:[:.]\d{2})?$/.test(plain) && HALF.test(next))
    return [timeOf(two, plain + next), 2];
  if ((/^\d{1,6}$/.test(plain) || plain === 'other') && UNIT.test(next))
    return [{ typed: two, kind: 'other-rhythm' }, 2];

  const simple = simpleWord(one, plain);
  if (simple !== null) return [simple, 1];
  // To ask for a name that is none takes time, and one bad name says it all.
  if (hasBadZone) return [{ typed: one, kind: 'unknown' }, 1];
  const ahead = typed.slice(at, at + MOST_ZONE_WORDS);
  const { named, taken } = timeZoneAt(
    ahead.map((word) => plainWord(word)),
    0,
  );
  return [zoneWord(ahead.slice(0, taken).join(' '), named), taken];
}

function zoneWord(typed: string, named: ZoneNamed): ScheduleWord {
  switch (named.kind) {
    case 'zone':
      return { typed, kind: 'zone', timeZone: named.timeZone };
    case 'offset':
      return { typed, kind: 'no-zone', isOffset: true };
    case 'unknown':
      return { typed, kind: 'no-zone', isOffset: false };
    case 'none':
      return { typed, kind: 'unknown' };
  }
}

/** In lower case, without quotes and full stops around it. */
function plainWord(typed = ''): string {
  let [start, end] = [0, typed.length];
  while (start < end && AROUND.has(typed.charAt(start))) start += 1;
  while (end > start && AROUND.has(typed.charAt(end - 1))) end -= 1;
  return typed.slice(start, end).replaceAll("'", '’').toLowerCase();
}

const AROUND = new Set('"\'`“”‘’().:!?');
const JOINING = new Set(['-', 'through', 'till', 'to', 'until']);
/** No schedule takes so many characters. */
const LONGEST_TEXT = 400;
const HALF = /^[ap]\.?m$/;
const UNIT = /^(?:minute|hour|day|week|month|year|quarter)s?$/;
const FILLERS = new Set(
  'a and at each every for from in of on the time o’clock twice morning mornings'.split(' '),
);
const RHYTHMS = new Set(
  'biweekly fortnightly fortnight hourly hour minute quarterly quarter yearly year'.split(' '),
);
export const WEEKDAY_NAMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const NAMES = WEEKDAY_NAMES.map((name) => name.slice(0, 3));
const WEEKDAY = /^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?|weds)$/;
const EVERY = new Map<string, 'day' | 'month' | 'week' | 'weekday'>([
  ['daily', 'day'],
  ['everyday', 'day'],
  ['weekdays', 'weekday'],
  ['weekday', 'weekday'],
  ['workdays', 'weekday'],
  ['workday', 'weekday'],
  ['working', 'weekday'],
  ['business', 'weekday'],
  ['weekly', 'week'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['monthly', 'month'],
  ['month', 'month'],
  ['months', 'month'],
]);
export const EVERY_WORDS = ['daily', 'weekdays', 'weekly', 'monthly'] as const;

function simpleWord(typed: string, plain: string): ScheduleWord | null {
  const filler = { typed, kind: 'filler', isAt: false, isDay: false, isTwice: false } as const;
  if (FILLERS.has(plain) || plain === '')
    return { ...filler, isAt: plain === 'at', isTwice: plain === 'twice' };
  if (plain === 'day' || plain === 'days') return { ...filler, isDay: true };
  const every = EVERY.get(plain);
  if (every !== undefined) return { typed, kind: 'every', every };
  if (RHYTHMS.has(plain)) return { typed, kind: 'other-rhythm' };
  if (plain === 'last') return { typed, kind: 'ordinal', day: 31 };
  const days = weekdaysIn(plain);
  if (days !== null) return { typed, kind: 'weekdays', days };
  const ordinal = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(plain);
  if (ordinal !== null) return { typed, kind: 'ordinal', day: Number(ordinal[1]) };
  if (/^\d{1,3}$/.test(plain)) return { typed, kind: 'number', number: Number(plain) };
  return isLikeATime(plain) ? timeOf(typed, plain) : null;
}

/** `mon`, `tuesdays`, `mon-fri`, `weekend`. */
function weekdaysIn(plain: string): number[] | null {
  if (plain === 'weekend' || plain === 'weekends') return [6, 7];
  const ends = plain.length > 21 ? [] : plain.split('-');
  if (ends.length > 2 || !ends.every((end) => WEEKDAY.test(end))) return null;
  const [first = 0, last = first] = ends.map((end) => NAMES.indexOf(end.slice(0, 3)) + 1);
  if (first === 0) return null;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, more) => ((first - 1 + more) % 7) + 1);
}

function isLikeATime(plain: string): boolean {
  return (
    plain === 'noon' || plain === 'midnight' || /^\d{1,4}(?:[:.h]\d{0,3}|[ap]\.?m|\d)/.test(plain)
  );
}

function timeOf(typed: string, plain: string): ScheduleWord {
  if (plain === 'noon') return { typed, kind: 'time', time: '12:00' };
  if (plain === 'midnight') return { typed, kind: 'time', time: '00:00' };
  const read = /^(\d{1,2})(?:[:.h](\d{2})?)?(?::00)?(?:([ap])\.?m)?$/.exec(
    plain.replace(/^(\d{2})(\d{2})(?=$|[ap])/, '$1:$2'),
  );
  if (read === null) return { typed, kind: 'no-time' };
  const [, hours, minutes = '0', half] = read;
  const hour = Number(hours);
  const isHour = half === undefined ? hour <= 23 : hour >= 1 && hour <= 12;
  if (!isHour || Number(minutes) > 59) return { typed, kind: 'no-time' };
  const inDay = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  return { typed, kind: 'time', time: `${padded(inDay)}:${padded(Number(minutes))}` };
}

export function padded(number: number): string {
  return String(number).padStart(2, '0');
}
