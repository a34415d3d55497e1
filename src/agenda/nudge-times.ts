import { addDays, dayIn } from './days.ts';
import { MORNING } from './read-moment.ts';
import type { IsoDate, Precision } from './record.ts';
import { firstInstantAt } from './wall-time.ts';

/** The first morning to come, of that day or a later one. */
export function morningFrom(
  day: IsoDate,
  timeZone: string,
  now: Temporal.Instant,
): Temporal.Instant {
  const today = dayIn(now, timeZone);
  const first = Temporal.PlainDate.from(day > today ? day : today);
  const at = firstInstantAt(first, MORNING, timeZone);
  return Temporal.Instant.compare(at, now) > 0
    ? at
    : firstInstantAt(first.add({ days: 1 }), MORNING, timeZone);
}

/** The last day an entry may be of: that of its month or year where no more is known, but none to come. */
export function lastDayOf(
  { date, precision }: { readonly date: IsoDate; readonly precision: Precision },
  today: IsoDate,
): IsoDate {
  if (precision === 'day') return date;
  const first = Temporal.PlainDate.from(date);
  const next = first.add(precision === 'month' ? { months: 1 } : { years: 1 });
  const last = addDays(next.toString(), -1);
  return last < today ? last : today;
}
