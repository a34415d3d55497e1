import type { Schedule } from './schedule.ts';
import {
  mixed,
  problemOfDays,
  problemOfTimes,
  problemOfTwice,
  problemOfWords,
} from './schedule-problems.ts';
import { type ScheduleWord, padded, scheduleWords } from './schedule-words.ts';

export type ScheduleReading =
  | { readonly kind: 'schedule'; readonly schedule: Schedule }
  /** It was to be a schedule. The sentence quotes what was typed, and says what to type instead. */
  | { readonly kind: 'problem'; readonly sentence: string }
  /** Nothing in it says when. */
  | { readonly kind: 'none' };

/**
 * Reads `weekdays 08:30 Europe/Brussels`, `every monday at 9am and 5:30pm`, `monthly 1,15 09:00`.
 * The zone holds where none is named; what is wrong is said with what people type before a schedule.
 */
export function readSchedule(
  text: string,
  zone: string,
  before = '/summit digest',
): ScheduleReading {
  const words = scheduleWords(text);
  if (!saysWhen(words)) return { kind: 'none' };
  const every = rhythmOf(words);
  const { days, times } = momentsOf(words, every);
  const sentence =
    problemOfWords(words, before) ??
    (every === null ? mixed(words, before) : problemOfDays(words, every, days, before)) ??
    problemOfTimes(times, every ?? 'day', days, before) ??
    problemOfTwice(words, every ?? 'day', { days, times }, before);
  if (sentence !== null || every === null)
    return { kind: 'problem', sentence: sentence ?? mixed(words, before) };
  const timeZone = words.find((word) => word.kind === 'zone')?.timeZone ?? zone;
  return { kind: 'schedule', schedule: { ...simplest(every, days), times, timeZone } };
}

/** True when a word speaks of days or hours, or nothing but a number or a zone was typed. */
function saysWhen(words: readonly ScheduleWord[]): boolean {
  const kinds = new Set(words.map(({ kind }) => kind));
  if (FIRM.some((kind) => kinds.has(kind))) return true;
  return !kinds.has('unknown') && words.some((word) => word.kind !== 'filler' || word.isDay);
}

const FIRM = ['every', 'other-rhythm', 'time', 'weekdays'] as const;

/** Null where the words name none, or several. A time alone is one of every day. */
function rhythmOf(words: readonly ScheduleWord[]): Schedule['every'] | null {
  const named = new Set(words.flatMap((word) => (word.kind === 'every' ? [word.every] : [])));
  const [only] = named;
  if (only !== undefined) return named.size === 1 ? only : null;
  if (words.some(({ kind }) => kind === 'weekdays')) return 'week';
  if (words.some(({ kind }) => kind === 'ordinal')) return 'month';
  const isDaily = words.some(
    (word) => word.kind === 'time' || (word.kind === 'filler' && word.isDay),
  );
  return isDaily ? 'day' : null;
}

/** Days and times, rising. A bare number of a monthly one is a day, unless `at` stands before it. */
function momentsOf(
  words: readonly ScheduleWord[],
  every: Schedule['every'] | null,
): { readonly days: readonly number[]; readonly times: readonly string[] } {
  const days = new Set<number>();
  const times = new Set<string>();
  let isAt = every !== 'month';
  for (const word of words) {
    if (word.kind === 'filler') isAt ||= word.isAt;
    else if (word.kind === 'weekdays') for (const day of word.days) days.add(day);
    else if (word.kind === 'ordinal') days.add(word.day);
    else if (word.kind === 'time') times.add(word.time);
    else if (word.kind === 'number' && !isAt) days.add(word.number);
    else if (word.kind === 'number') times.add(`${padded(word.number)}:00`);
  }
  return { days: [...days].toSorted((one, other) => one - other), times: [...times].toSorted() };
}

/** All days of a week are every day, and Monday to Friday are the weekdays. */
function simplest(
  every: Schedule['every'],
  days: readonly number[],
): Pick<Schedule, 'days' | 'every'> {
  if (every === 'week' && days.length === 7) return { every: 'day', days: [] };
  return every === 'week' && days.join('') === '12345'
    ? { every: 'weekday', days: [] }
    : { every, days };
}
