import type { World } from '../protocol.ts';

const DAY = 86_400_000;

/** The sandbox's day, as `2023-11-14`, where the meeting is held. */
export function sandboxDay({ now, meeting }: Pick<World, 'now' | 'meeting'>): string {
  return dayThere(now, meeting?.timeZone ?? 'UTC');
}

/** The day a moment has somewhere, as `2023-11-14`. */
export function dayThere(moment: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    new Date(moment),
  );
}

/** The day after, as `2023-11-15`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
}

/** "08:30 Brussels": what a clock shows there. */
export function clockTime(moment: string, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return `${time.format(Date.parse(moment))} ${city}`;
}

/** "Tuesday 14 November 2023" */
export function longDay(day: string): string {
  return show(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).replace(
    ',',
    '',
  );
}

/** "14 Nov 2023" */
export function shortDay(day: string): string {
  return show(day, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "eve of the meeting", or null when nobody said when the meeting is. */
export function dayToMeeting(day: string, meeting: World['meeting']): string | null {
  if (meeting === null) return null;
  const before = days(day, meeting.startsOn);
  const after = days(meeting.endsOn, day);
  if (before === 1) return 'eve of the meeting';
  if (before > 1) return `${before} days before the meeting`;
  if (after === 1) return 'the day after the meeting';
  if (after > 1) return `${after} days after the meeting`;
  if (meeting.startsOn === meeting.endsOn) return 'day of the meeting';
  return `day ${1 - before} of the meeting`;
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

function show(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(Date.parse(day));
}
