import { sql } from 'kysely';
import type { DateAhead, StaleInDigest } from '../src/agenda/digest.ts';
import type { Agenda, IsoDate } from '../src/agenda/record.ts';
import { STATUSES, type StatusKey } from '../src/agenda/status.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { isOpen } from './stale-issues.ts';
import { titlesOf } from './standing-lists.ts';
import { countStandings, isPresent } from './standings.ts';

/** An issue, and the day of its last entry. */
export type StaleIssue = StaleInDigest['fresh'][number];

const OPEN_STATUSES = STATUSES.map(({ key }) => key).filter(isOpen);

/** The open issues whose last entry is of those days, the oldest first. */
export async function listLastEnteredIn(
  db: Db,
  days: { readonly agendaId: string; readonly since: IsoDate; readonly before: IsoDate },
  most: number,
): Promise<StaleIssue[]> {
  const found: Omit<StaleIssue, 'title'>[] = [];
  for (const status of OPEN_STATUSES)
    found.push(...(await selectLastEntered(db, { ...days, most, status })));
  const oldest = found.toSorted(byLastEntry).slice(0, most);
  const keys = oldest.map(({ key }) => key);
  const titles = await titlesOf(db, days.agendaId, keys);
  return oldest.map((issue) => ({ ...issue, title: titles.get(issue.key) ?? issue.key }));
}

/** The oldest first. */
export function byLastEntry(
  one: Pick<StaleIssue, 'key' | 'lastOn'>,
  other: Pick<StaleIssue, 'key' | 'lastOn'>,
): number {
  const [first, second] = [`${one.lastOn} ${one.key}`, `${other.lastOn} ${other.key}`];
  return first < second ? -1 : 1;
}

/** How many open issues had their last entry before a day. */
export async function countStale(db: Db, agendaId: string, before: IsoDate): Promise<number> {
  const [row] = await selectStaleCount(db, { agendaId, before });
  return row?.issues ?? 0;
}

/**
 * How many issues stand where on a day. What is kept counts entries for days to come too, so
 * the issues that have any are counted anew.
 */
export async function countsOn(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
): Promise<ReadonlyMap<StatusKey, number>> {
  // As of the last day anybody wrote about.
  const kept = await countStandings(db, agenda, agenda.lastEntryOn ?? day);
  const counts = new Map(Object.entries(kept.counts) as [StatusKey, number][]);
  for (const { status, then } of await listMovedAhead(db, agenda, day)) {
    counts.set(status, (counts.get(status) ?? 0) - 1);
    if (then !== null) counts.set(then, (counts.get(then) ?? 0) + 1);
  }
  return new Map(
    STATUSES.flatMap(({ key }): [StatusKey, number][] => {
      const issues = counts.get(key) ?? 0;
      return issues > 0 ? [[key, issues]] : [];
    }),
  );
}

/** An issue with an entry after some day: where that has it, and where it stands on the day. */
export interface MovedAhead {
  readonly key: string;
  readonly status: StatusKey;
  readonly then: StatusKey | null;
}

/** The issues with entries after a day. */
export async function listMovedAhead(db: Db, agenda: Agenda, day: IsoDate): Promise<MovedAhead[]> {
  return isPresent(agenda, day) ? [] : selectMovedAhead(db, { agendaId: agenda.id, day });
}

/** Meetings and events of some days, the first first. */
export async function listHappenings(
  db: Db,
  days: { readonly agendaId: string; readonly since: IsoDate; readonly until: IsoDate },
): Promise<Omit<DateAhead, 'issue'>[]> {
  return selectHappenings(db, days);
}

const selectLastEntered = prepared(
  (
    db,
    given: {
      readonly agendaId: string;
      readonly status: StatusKey;
      readonly since: IsoDate;
      readonly before: IsoDate;
      readonly most: number;
    },
  ) =>
    db
      .selectFrom('standings')
      .where('agenda_id', '=', given.agendaId)
      .where('status', '=', given.status)
      .where('date', '>=', given.since)
      .where('date', '<', given.before)
      .orderBy('date')
      .orderBy('issue_key', 'desc')
      .limit(given.most)
      .select(['issue_key as key', 'status', 'date as lastOn']),
);

const selectStaleCount = prepared(
  (db, given: { readonly agendaId: string; readonly before: IsoDate }) =>
    db
      .selectFrom('standing_days')
      .where('agenda_id', '=', given.agendaId)
      .where('status', 'in', OPEN_STATUSES)
      .where('date', '<', given.before)
      .select(({ fn }) => fn.sum<number>('issues').as('issues')),
);

const selectMovedAhead = prepared(
  (db, given: { readonly agendaId: string; readonly day: IsoDate }) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom('entries')
          .select('issue_key')
          .distinct()
          .where('agenda_id', '=', given.agendaId)
          .where('ended_at', 'is', null)
          .where('date', '>', given.day)
          .as('ahead'),
      )
      .innerJoin('standings', (join) =>
        join
          .onRef('standings.issue_key', '=', 'ahead.issue_key')
          .on('standings.agenda_id', '=', given.agendaId),
      )
      .select((row) => [
        'standings.issue_key as key',
        'standings.status',
        row
          .selectFrom('entries as last')
          .select('last.status')
          .where('last.agenda_id', '=', given.agendaId)
          .whereRef('last.issue_key', '=', 'ahead.issue_key')
          .where('last.ended_at', 'is', null)
          .where('last.date', '<=', given.day)
          .orderBy('last.date', 'desc')
          .limit(1)
          .as('then'),
      ]),
);

const selectHappenings = prepared(
  (db, given: { readonly agendaId: string; readonly since: IsoDate; readonly until: IsoDate }) =>
    db
      .selectFrom('happenings')
      .where('agenda_id', '=', given.agendaId)
      .where('date', '>=', given.since)
      .where('date', '<=', given.until)
      .orderBy('date')
      .orderBy(sql.ref('position'))
      .select(['date', 'precision', 'what']),
);
