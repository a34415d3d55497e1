import { listEntriesAhead } from '../../db/digest-entries.ts';
import { listIssuesToFilter } from '../../db/digest-issues.ts';
import { listHappenings } from '../../db/digest-outlook.ts';
import type { Db } from '../../db/open.ts';
import { addDays } from '../agenda/days.ts';
import type { DateAhead } from '../agenda/digest.ts';
import { filtersFor } from '../agenda/digest-filter.ts';
import { entryAheadInWords, meetingInWords } from '../messages/dates-ahead.ts';
import type { DigestOfAgenda } from './digest-of-agenda.ts';

/** More are not told. */
const MOST_ENTRIES = 200;

/** What comes in the next days, as far as the digest looks: the meeting, what is around it, and what is entered for days to come. */
export async function datesAhead(db: Db, of: DigestOfAgenda): Promise<DateAhead[]> {
  const { agenda, digest, until: today } = of;
  const { daysAhead } = digest.choices;
  if (daysAhead === 0) return [];
  const days = { agendaId: agenda.id, since: today, until: addDays(today, daysAhead) };
  const dates = [
    ...meetingDays(of).filter(({ date }) => date >= today && date <= days.until),
    ...(await listHappenings(db, days)).map((happening) => ({ ...happening, issue: null })),
    ...(await entriesAhead(db, of, { ...days, since: addDays(today, 1) })),
  ];
  return dates.toSorted((one, other) =>
    one.date < other.date ? -1 : one.date > other.date ? 1 : 0,
  );
}

function meetingDays({ agenda: { title, startDate, endDate } }: DigestOfAgenda): DateAhead[] {
  const rest = { precision: 'day', issue: null } as const;
  const begins = { date: startDate, what: meetingInWords(title, 'begins'), ...rest };
  const ends = { date: endDate, what: meetingInWords(title, 'ends'), ...rest };
  return startDate === endDate ? [begins] : [begins, ends];
}

async function entriesAhead(
  db: Db,
  { agenda, digest, mutes }: DigestOfAgenda,
  days: Parameters<typeof listHappenings>[1],
): Promise<DateAhead[]> {
  const entries = await listEntriesAhead(db, { ...days, most: MOST_ENTRIES });
  const keys = entries.map(({ key }) => key);
  const which = { agendaId: agenda.id, teamId: digest.teamId };
  const issues = await listIssuesToFilter(db, which, [...new Set(keys)]);
  const meant = new Set(
    issues
      .filter((issue) => filtersFor(digest.choices, issue) !== null)
      .flatMap(({ key }) => (mutes.get(key) === 'all' ? [] : [key])),
  );
  return entries
    .filter(({ key }) => meant.has(key))
    .map(({ key, title, date, precision, ...entry }) => ({
      date,
      precision,
      what: entryAheadInWords(entry),
      issue: { key, title },
    }));
}
