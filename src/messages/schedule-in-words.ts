import type { Schedule } from '../agenda/schedule.ts';
import { dayIn } from '../agenda/days.ts';
import { dateInWords } from './dates.ts';

/** `weekdays at 08:30, Brussels time (Europe/Brussels)`: when a digest comes. */
export function scheduleInWords({ every, days, times, timeZone }: Schedule): string {
  return `${daysInWords(every, days)} at ${listed(times)}, ${zoneInWords(timeZone)}`;
}

/** `Mon 27 Nov 2023, 08:30`: what clocks in a zone show. */
export function momentInWords(at: Temporal.Instant, timeZone: string): string {
  const local = at.toZonedDateTimeISO(timeZone);
  const weekday = WEEKDAYS[local.dayOfWeek - 1]?.slice(0, 3);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${weekday} ${dateInWords(dayIn(at, timeZone))}, ${time}`;
}

const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

function daysInWords(every: Schedule['every'], days: readonly number[]): string {
  switch (every) {
    case 'day':
      return 'every day';
    case 'weekday':
      return 'weekdays';
    case 'week':
      return `every ${listed(days.map((day) => WEEKDAYS[day - 1] ?? ''))}`;
    case 'month': {
      const named = days.map((day) => (day === 31 ? 'last' : ordinal(day)));
      const shorter = days.some((day) => day === 29 || day === 30);
      const note = shorter ? ' (the last day where a month is shorter)' : '';
      return `every month on the ${listed(named)} day${note}`;
    }
  }
}

function zoneInWords(timeZone: string): string {
  if (/^(?:Etc\/)?(?:UTC|UCT|Zulu|Universal)$/.test(timeZone)) return 'UTC';
  const city = /\/([^/]+)$/.exec(timeZone)?.[1];
  return city === undefined || timeZone.startsWith('Etc/')
    ? timeZone
    : `${city.replaceAll('_', ' ')} time (${timeZone})`;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const end = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${end}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
