import type { IsoDate } from './record.ts';

/** The calendar date of an instant in a zone. */
export function dayIn(now: Temporal.Instant, timeZone: string): IsoDate {
  const millisecond = now.epochMilliseconds;
  const known = lastDays.get(timeZone);
  if (known !== undefined && millisecond >= known.from && millisecond < known.to) return known.day;

  const local = now.toZonedDateTimeISO(timeZone);
  const date = local.toPlainDate();
  const day = date.toString();
  if (lastDays.size >= ZONES_KEPT) lastDays.clear();
  lastDays.set(timeZone, {
    day,
    from: local.startOfDay().epochMilliseconds,
    // Not a day later by the clock: where clocks go forward at midnight, a day begins at one.
    to: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  });
  return day;
}

/** The day last asked for in each zone: it is nearly always the same one, and calendars take their time. */
const lastDays = new Map<string, { day: IsoDate; from: number; to: number }>();
const ZONES_KEPT = 600;

/** The last day that has begun anywhere: what anyone has recorded for their today is of no later one. */
export function lastDayBegun(now: Temporal.Instant): IsoDate {
  return dayIn(now, EASTERNMOST);
}

/** The zone whose days begin first. */
const EASTERNMOST = 'Pacific/Kiritimati';

export function addDays(day: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The first day of the last month that is over on that day; a month counts as over on its last day. */
export function lastWholeMonth(day: IsoDate): IsoDate {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return next.with({ day: 1 }).subtract({ months: 1 }).toString();
}

/** The first day of the last year that is over on that day. */
export function lastWholeYear(day: IsoDate): IsoDate {
  const next = Temporal.PlainDate.from(day).add({ days: 1 });
  return next.with({ month: 1, day: 1 }).subtract({ years: 1 }).toString();
}
