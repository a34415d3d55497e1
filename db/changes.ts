import { lastWholeMonth, lastWholeYear } from '../src/agenda/days.ts';
import type { Change, IsoDate } from '../src/agenda/record.ts';
import { statusBefore } from './entry-columns.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

interface Window {
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly limit: number;
  readonly offset: number;
}

/**
 * What was entered for the days of the window, oldest first. What is known to the month
 * or the year belongs only to a window that covers all of it.
 */
export async function listChanges(db: Db, agendaId: string, window: Window): Promise<Change[]> {
  return selectChanges(db, {
    agendaId,
    ...window,
    month: lastWholeMonth(window.until),
    year: lastWholeYear(window.until),
  });
}

const selectChanges = prepared(
  (db, given: Window & { agendaId: string; month: IsoDate; year: IsoDate }) =>
    db
      .selectFrom('entries')
      .innerJoin('issues', (join) =>
        join
          .onRef('issues.agenda_id', '=', 'entries.agenda_id')
          .onRef('issues.key', '=', 'entries.issue_key'),
      )
      .select((row) => [
        'entries.issue_key as key',
        'issues.title',
        'entries.date',
        'entries.precision',
        'entries.status as to',
        'entries.basis',
        statusBefore(row),
      ])
      .where('entries.agenda_id', '=', given.agendaId)
      .where('entries.ended_at', 'is', null)
      .where('entries.date', '>=', given.since)
      .where('entries.date', '<=', given.until)
      .where((row) =>
        row.or([
          row('entries.precision', '=', 'day'),
          row('entries.precision', '=', 'month').and('entries.date', '<=', given.month),
          row('entries.precision', '=', 'year').and('entries.date', '<=', given.year),
        ]),
      )
      .orderBy('entries.date')
      .orderBy('entries.issue_key')
      .limit(given.limit)
      .offset(given.offset),
);
