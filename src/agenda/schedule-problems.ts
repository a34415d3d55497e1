import type { Schedule } from './schedule.ts';
import { EVERY_WORDS, type ScheduleWord, WEEKDAY_NAMES } from './schedule-words.ts';
import { isSlipOf } from './spelling.ts';

const MOST_TIMES = 6;
const EXAMPLES =
  'digest daily 09:00, digest weekdays 09:00, digest weekly mon 09:00 or digest monthly 1 09:00';

/** What is wrong with a word by itself. */
export function problemOfWords(words: readonly ScheduleWord[]): string | null {
  for (const word of words) {
    switch (word.kind) {
      case 'no-time':
        return noTime(word.typed);
      case 'no-zone':
        return word.isOffset
          ? `${quoted(word.typed)} does not follow a place through summer and winter. Name a city or an IANA zone: digest daily 09:00 Europe/Brussels.`
          : `${quoted(word.typed)} is not a time zone. Name a city or an IANA zone: digest daily 09:00 Europe/Brussels.`;
      case 'other-rhythm':
        return `${quoted(word.typed)} is no rhythm of a digest. Type ${EXAMPLES}.`;
      default:
    }
  }
  const zones = words.flatMap((word) => (word.kind === 'zone' ? [word.timeZone] : []));
  if (new Set(zones).size > 1)
    return `Name one time zone: ${zones.slice(0, MOST_SHOWN).map(quoted).join(' or ')}.`;
  const unknown = words.filter(({ kind }) => kind === 'unknown').map(({ typed }) => typed);
  return unknown.length === 0 ? null : meaningless(unknown);
}

/** Where no rhythm is named, or several. */
export function mixed(words: readonly ScheduleWord[]): string {
  const isNamed = words.some(({ kind }) => kind === 'every');
  return isNamed
    ? `Name one of daily, weekdays, weekly and monthly: ${EXAMPLES}.`
    : `Say on which days: ${EXAMPLES}.`;
}

/** Days that do not fit how often it is to come. */
export function problemOfDays(
  words: readonly ScheduleWord[],
  every: Schedule['every'],
  days: readonly number[],
): string | null {
  const hasWeekdays = words.some(({ kind }) => kind === 'weekdays');
  const hasOrdinals = words.some(({ kind }) => kind === 'ordinal');
  if (every === 'month') {
    if (hasWeekdays || days.length === 0)
      return 'A monthly digest comes on days of the month: digest monthly 1 09:00 or digest monthly last 17:00.';
    const wrong = days.find((day) => day < 1 || day > 31);
    return wrong === undefined
      ? null
      : `No month has a day ${wrong}. Type a day from 1 to 31: digest monthly 1 09:00 or digest monthly last 17:00.`;
  }
  if (hasOrdinals)
    return 'Days of the month go with monthly: digest monthly 1 09:00 or digest monthly last 17:00.';
  if (every === 'week')
    return days.length > 0 ? null : 'Say on which day of the week: digest weekly mon 09:00.';
  return hasWeekdays
    ? 'Days of the week go with weekly: digest weekly mon 09:00 or digest weekly mon,thu 09:00.'
    : null;
}

export function problemOfTimes(
  times: readonly string[],
  every: Schedule['every'],
  days: readonly number[],
): string | null {
  const wrong = times.find((time) => time.length > 5 || time > '23:59');
  if (wrong !== undefined) return noTime(wrong.replace(/:00$/, ''));
  if (times.length === 0) return `Say at what time: digest ${daysTyped(every, days)} 09:00.`;
  return times.length > MOST_TIMES
    ? `A digest comes six times a day at most. Leave out ${times.length - MOST_TIMES} of the ${times.length} times.`
    : null;
}

function noTime(typed: string): string {
  return `${quoted(typed)} is not a time of day. Write it like 09:00 or 5:30pm.`;
}

function meaningless(words: readonly string[]): string {
  const shown = words.slice(0, MOST_SHOWN).map(quoted).join(', ');
  const [only = ''] = words;
  const meant = words.length === 1 ? nearestTo(only.toLowerCase()) : null;
  const advice = meant === null ? '' : ` Did you mean ${meant}?`;
  return `${shown} ${words.length === 1 ? 'says' : 'say'} nothing about when.${advice} Type it like digest weekdays 08:30 Europe/Brussels.`;
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
