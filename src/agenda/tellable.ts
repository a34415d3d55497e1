import type { IsoDate, Precision } from './record.ts';

/** The day from which an entry can be told: a month or a year is known when it is over. */
export function tellableOn({
  date,
  precision,
}: {
  readonly date: IsoDate;
  readonly precision: Precision;
}): IsoDate {
  switch (precision) {
    case 'day':
      return date;
    case 'month':
      return lastDay(date, { months: 1 });
    case 'year':
      return lastDay(date, { years: 1 });
  }
}

/** The first days of the months and years that are over on a day after one, up to another. */
export function periodsOver(after: IsoDate, until: IsoDate): IsoDate[] {
  const firsts = new Set<IsoDate>();
  let month = Temporal.PlainDate.from(after).add({ days: 1 }).with({ day: 1 });
  for (; month.toString() <= until; month = month.add({ months: 1 })) {
    const first = month.toString();
    const year = month.with({ month: 1 }).toString();
    if (lastDay(first, { months: 1 }) <= until) firsts.add(first);
    if (lastDay(year, { years: 1 }) <= until) firsts.add(year);
  }
  return [...firsts];
}

function lastDay(first: IsoDate, length: Temporal.DurationLike): IsoDate {
  return Temporal.PlainDate.from(first).add(length).subtract({ days: 1 }).toString();
}
