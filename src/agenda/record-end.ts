import type { Agenda, IsoDate } from './record.ts';

/** The day the record runs to: that of the document it came from or, when people have gone on since, of the last entry. */
export function recordEnd({
  coverageEnd,
  lastEntryOn,
}: Pick<Agenda, 'coverageEnd' | 'lastEntryOn'>): IsoDate {
  return lastEntryOn !== null && lastEntryOn > coverageEnd ? lastEntryOn : coverageEnd;
}
