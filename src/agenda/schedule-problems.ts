import type { Schedule } from './schedule.ts';
import { EVERY_WORDS, type ScheduleWord, WEEKDAY_NAMES } from './schedule-words.ts';
import { isSlipOf } from './spelling.ts';
import { zoneMeant } from './zone-meant.ts';

const MOST_TIMES = 6;

/** What is wrong with a word by itself. Advice begins with what people type before a schedule. */
export function problemOfWords(words: readonly ScheduleWord[], before: string): string | null {
  for (const word of words) {
    switch (word.kind) {
      case 'no-time':
        return noTime(word.typed);
      case 'no-zone':
        return noZone(word.typed, word.isOffset, before);
      case 'other-rhythm':
        return `${quoted(word.typed)} is no rhythm of a digest. Type ${examples(before)}.`;
      default:
    }
  }
  const zones = words.flatMap((word) => (word.kind === 'zone' ? [word.timeZone] : []));
  if (new Set(zones).size > 1)
    return `Name one time zone: ${zones.slice(0, MOST_SHOWN).map(quoted).join(' or ')}.`;
  const unknown = words.filter(({ kind }) => kind === 'unknown').map(({ typed }) => typed);
  return unknown.length === 0 ? null : meaningless(unknown, before);
}

/** Where no rhythm is named, or several. */
export function mixed(words: readonly ScheduleWord[], before: string): string {
  const isNamed = words.some(({ kind }) => kind === 'every');
  return isNamed
    ? `Name one of daily, weekdays, weekly and monthly: ${examples(before)}.`
    : `Say on which days: ${examples(before)}.`;
}

/** Days that do not fit how often it is to come. */
export function problemOfDays(
  words: readonly ScheduleWord[],
  every: Schedule['every'],
  days: readonly number[],
  before: string,
): string | null {
  const hasWeekdays = words.some(({ kind }) => kind === 'weekdays');
  const hasOrdinals = words.some(({ kind }) => kind === 'ordinal');
  const monthly = `${before} monthly 1 09:00 or ${before} monthly last 17:00.`;
  if (every === 'month') {
    if (hasWeekdays || days.length === 0)
      return `A monthly digest comes on days of the month: ${monthly}`;
    const wrong = days.find((day) => day < 1 || day > 31);
    return wrong === undefined
      ? null
      : `No month has a day ${wrong}. Type a day from 1 to 31: ${monthly}`;
  }
  if (hasOrdinals) return `Days of the month go with monthly: ${monthly}`;
  if (every === 'week')
    return days.length > 0 ? null : `Say on which day of the week: ${before} weekly mon 09:00.`;
  return hasWeekdays
    ? `Days of the week go with weekly: ${before} weekly mon 09:00 or ${before} weekly mon,thu 09:00.`
    : null;
}

export function problemOfTimes(
  times: readonly string[],
  every: Schedule['every'],
  days: readonly number[],
  before: string,
): string | null {
  const wrong = times.find((time) => time.length > 5 || time > '23:59');
  if (wrong !== undefined) return noTime(wrong.replace(/:00$/, ''));
  if (times.length === 0) return `Say at what time: ${before} ${daysTyped(every, days)} 09:00.`;
  return times.length > MOST_TIMES
    ? `A digest comes six times a day at most. Leave out ${times.length - MOST_TIMES} of the ${times.length} times.`
    : null;
}

/** Where a digest is to come twice and does not. */
export function problemOfTwice(
  words: readonly ScheduleWord[],
  every: Schedule['every'],
  { days, times }: Pick<Schedule, 'days' | 'times'>,
  before: string,
): string | null {
  const count = Math.max(1, days.length) * times.length;
  if (count === 2 || !words.some((word) => word.kind === 'filler' && word.isTwice)) return null;
  return `Say both times: ${before} ${every === 'day' ? 'daily 09:00 17:00' : 'weekly mon,thu 09:00'}.`;
}

function examples(before: string): string {
  const [last, ...others] = ['monthly 1', 'weekly mon', 'weekdays', 'daily'].map(
    (days) => `${before} ${days} 09:00`,
  );
  return `${others.toReversed().join(', ')} or ${last}`;
}

function noZone(typed: string, isOffset: boolean, before: string): string {
  const [why, meant] = isOffset
    ? ['does not follow a place through summer and winter', null]
    : ['is not a time zone', zoneMeant(typed)];
  return meant === null
    ? `${quoted(typed)} ${why}. Name a city or an IANA zone: ${before} daily 09:00 Europe/Brussels.`
    : `${quoted(typed)} ${why}. Type it like ${before} daily 09:00 ${meant}.`;
}

function noTime(typed: string): string {
  return `${quoted(typed)} is not a time of day. Write it like 09:00 or 5:30pm.`;
}

function meaningless(words: readonly string[], before: string): string {
  const shown = words.slice(0, MOST_SHOWN).map(quoted).join(', ');
  const [only = ''] = words;
  const meant = words.length === 1 ? (nearestTo(only.toLowerCase()) ?? zoneMeant(only)) : null;
  const advice = meant === null ? '' : ` Did you mean ${meant}?`;
  return `${shown} ${words.length === 1 ? 'says' : 'say'} nothing about when.${advice} Type it like ${before} weekdays 08:30 Europe/Brussels.`;
}

const MOST_SHOWN = 3;

function nearestTo(word: string): string | null {
  return [...EVERY_WORDS, ...WEEKDAY_NAMES].find((known) => isSlipOf(word, known)) ?? null;
}

/** What was typed, as much of it as anyone needs to see. */
function quoted(typed: string): string {
  const characters = Array.from(typed.slice(0, 2 * MOST_QUOTED + 2));
  const isWhole = typed.length <= MOST_QUOTED;
  return `“${isWhole ? typed : `${characters.slice(0, MOST_QUOTED).join('')}…`}”`;
}

const MOST_QUOTED = 30;

function daysTyped(every: Schedule['every'], days: readonly number[]): string {
  switch (every) {
    case 'day':
      return 'daily';
    case 'weekday':
      return 'weekdays';
    case 'week':
      return `weekly ${days.map((day) => WEEKDAY_NAMES[day - 1]?.slice(0, 3)).join(',')}`;
    case 'month':
      return `monthly ${days.map((day) => (day === 31 ? 'last' : day)).join(',')}`;
  }
}
