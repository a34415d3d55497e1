import { addDays } from '../agenda/days.ts';
import type { DigestChoices, DigestNews } from '../agenda/digest.ts';
import { isNarrowed } from '../agenda/digest-filter.ts';
import type { IsoDate } from '../agenda/record.ts';

/**
 * True when something happened that a digest speaks for: a change, or a day of the agenda's own
 * that has come so near as it looks ahead, is tomorrow, or is today.
 */
export function isEventful(
  { issues, imports, ahead, since, until }: Omit<DigestNews, 'counts' | 'stale'>,
  choices: DigestChoices,
): boolean {
  if (issues.length > 0 || imports.length > 0) return true;
  // A meeting alone is no news where somebody asked for a few issues.
  if (isNarrowed(choices)) return false;
  // What is entered for an issue is told on its day, and beside other news before it.
  const days = ahead.filter(({ issue }) => issue === null);
  return days.some(({ date }) =>
    [0, 1, choices.daysAhead].some((before) => isNewly(addDays(date, -before), { since, until })),
  );
}

function isNewly(
  day: IsoDate,
  { since, until }: { readonly since: IsoDate; readonly until: IsoDate },
): boolean {
  return day > since && day <= until;
}
