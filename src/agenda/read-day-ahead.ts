import { addDays } from './days.ts';
import { type DateParts, dayOf, partsIn } from './read-day.ts';
import type { IsoDate } from './record.ts';

/** The day to come that folded words mean: `tomorrow`, `fri`, `1 dec`, `next week`. Null when they mean none. */
export function readDayAhead(text: string, today: IsoDate): IsoDate | null {
  const words = text.replace(/^(?:on|the) (?=.)/, '');
  const named = relativeDay(words, today);
  if (named !== null) return named;
  const parts = partsIn(words.replace(/^(?:next|this|coming) (?=[a-z]+$)/, ''));
  return parts === null ? null : firstDay(parts, today);
}

function relativeDay(words: string, today: IsoDate): IsoDate | null {
  const day = Temporal.PlainDate.from(today);
  switch (words) {
    case 'today':
      return today;
    case 'tomorrow':
      return addDays(today, 1);
    case 'day after tomorrow':
      return addDays(today, 2);
    case 'next week':
      return addDays(today, 8 - day.dayOfWeek);
    case 'next month':
      return day.with({ day: 1 }).add({ months: 1 }).toString();
    case 'next year':
      return day.with({ month: 1, day: 1 }).add({ years: 1 }).toString();
    default:
      return null;
  }
}

/** The first such day from today on; of a weekday the first after today. */
function firstDay({ year, month, day, weekday }: DateParts, today: IsoDate): IsoDate | null {
  if (day === undefined) {
    if (weekday === undefined || month !== undefined || year !== undefined) return null;
    const { dayOfWeek } = Temporal.PlainDate.from(today);
    return addDays(today, ((weekday - dayOfWeek + 6) % 7) + 1);
  }
  const date =
    year !== undefined
      ? dayOf(year, month ?? 1, day)
      : month !== undefined
        ? firstInYears(month, day, today)
        : firstInMonths(day, today);
  if (date === null) return null;
  const agrees = weekday === undefined || Temporal.PlainDate.from(date).dayOfWeek === weekday;
  return agrees ? date : null;
}

/** A leap day is at most eight years ahead. */
function firstInYears(month: number, day: number, today: IsoDate): IsoDate | null {
  const thisYear = Number(today.slice(0, 4));
  for (let year = thisYear; year <= thisYear + 8; year += 1) {
    const date = dayOf(year, month, day);
    if (date !== null && date >= today) return date;
  }
  return null;
}

function firstInMonths(day: number, today: IsoDate): IsoDate | null {
  const month = Temporal.PlainYearMonth.from(today.slice(0, 7));
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const { year, month: number } = month.add({ months: ahead });
    const date = dayOf(year, number, day);
    if (date !== null && date >= today) return date;
  }
  return null;
}
