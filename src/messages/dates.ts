import type { IsoDate, Precision } from '../agenda/record.ts';

const number = new Intl.NumberFormat('en');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `15 Nov 2023`, `Jan 2024` or `2024`, as exact as the date is known. */
export function dateInWords(date: IsoDate, precision: Precision = 'day'): string {
  const year = date.slice(0, 4);
  if (precision === 'year') return year;
  const month = MONTHS[Number(date.slice(5, 7)) - 1];
  return precision === 'month'
    ? `${month} ${year}`
    : `${Number(date.slice(8, 10))} ${month} ${year}`;
}

/** `15 Nov 2023`, `15–16 Nov 2023`, `30 Oct–2 Nov 2023`: the days from the first to the last, both meant. */
export function daysInWords(since: IsoDate, until: IsoDate): string {
  const last = dateInWords(until);
  if (since === until) return last;
  const first = dateInWords(since);
  if (since.slice(0, 4) !== until.slice(0, 4)) return `${first} – ${last}`;
  return since.slice(0, 7) === until.slice(0, 7)
    ? `${Number(since.slice(8, 10))}–${last}`
    : `${first.slice(0, -5)}–${last}`;
}

/** The date cut to what is known of it: `2024-01` for a month. */
export function datePrefix(date: IsoDate, precision: Precision): string {
  return { day: date, month: date.slice(0, 7), year: date.slice(0, 4) }[precision];
}

/** Days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (dayNumber(to) - dayNumber(from)) / 86_400_000;
}

function dayNumber(day: IsoDate): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

/** `1 day`, `9 days`, `5 months`, `2 years`: about how long that many days are. */
export function spanInWords(days: number): string {
  if (days < 60) return counted(days, 'day');
  return days < 730
    ? counted(Math.round(days / 30.44), 'month')
    : counted(Math.floor(days / 365.25), 'year');
}

/** `1 issue`, `2 issues`; `2 entries` where the plural is given. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${number.format(count)} ${count === 1 ? noun : nouns}`;
}
