import type { AliasedExpression } from 'kysely';
import type { Agenda, Basis, Category, IsoDate, Precision } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** Where issues stand, to select from: one row for each issue that has an entry. */
export type StandingSource = AliasedExpression<
  {
    issue_key: string;
    category: Category;
    status: StatusKey;
    basis: Basis;
    since: IsoDate;
    date: IsoDate;
  },
  'standing'
>;

/** How many issues stand at each status, and how many have no entry yet. */
export interface StandingCounts {
  readonly counts: Readonly<Partial<Record<StatusKey, number>>>;
  readonly notYet: number;
}

/** The standings of a day: kept ones from the day of the last entry on, worked out from the entries before it. */
export function standingsOf(db: Db, agenda: Agenda, day: IsoDate): StandingSource {
  return isPresent(agenda, day) ? keptStandings(db, agenda.id) : standingsOn(db, agenda.id, day);
}

/** True from the day of the last entry on: then what is kept is what holds. */
export function isPresent(agenda: Agenda, day: IsoDate): boolean {
  return agenda.lastEntryOn === null || agenda.lastEntryOn <= day;
}

/** When the status that holds was first entered without a break. */
export interface StatusStart {
  readonly since: IsoDate;
  readonly sincePrecision: Precision;
}

/** When the present status began; null before any entry. */
export async function startNow(db: Db, agendaId: string, key: string): Promise<StatusStart | null> {
  const [row] = await selectStart(db, { agendaId, key });
  return row ?? null;
}

/** When the status of a day gone by began; null before any entry. */
export async function startOn(
  db: Db,
  agendaId: string,
  key: string,
  day: IsoDate,
): Promise<StatusStart | null> {
  const row = await withStart(db, agendaId, standingsOn(db, agendaId, day))
    .where('standing.issue_key', '=', key)
    .select(['standing.since', 'began.precision as sincePrecision'])
    .executeTakeFirst();
  return row ?? null;
}

/** Standings, each with the entry its status began with. */
export function withStart(db: Db, agendaId: string, source: StandingSource) {
  return db
    .selectFrom(source)
    .innerJoin('entries as began', (join) =>
      join
        .on('began.agenda_id', '=', agendaId)
        .onRef('began.issue_key', '=', 'standing.issue_key')
        .onRef('began.date', '=', 'standing.since')
        .on('began.ended_at', 'is', null),
    );
}

/** How many issues stand at each status on a day, and how many have no entry yet. */
export async function countStandings(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
): Promise<StandingCounts> {
  const rows = isPresent(agenda, day)
    ? await selectCounts(db, { agendaId: agenda.id })
    : await db
        .selectFrom(standingsOn(db, agenda.id, day))
        .select(({ fn }) => ['standing.status', fn.countAll<number>().as('issues')])
        .groupBy('standing.status')
        .execute();
  const [total] = await selectIssueCount(db, { agendaId: agenda.id });
  const standing = rows.reduce((sum, { issues }) => sum + issues, 0);
  return {
    counts: Object.fromEntries(rows.map(({ status, issues }) => [status, issues])),
    notYet: (total?.issues ?? 0) - standing,
  };
}

function keptStandings(db: Db, agendaId: string): StandingSource {
  return db
    .selectFrom('standings')
    .select(['issue_key', 'category', 'status', 'basis', 'since', 'date'])
    .where('agenda_id', '=', agendaId)
    .as('standing');
}

function standingsOn(db: Db, agendaId: string, day: IsoDate): StandingSource {
  return db
    .selectFrom('entries as last')
    .innerJoin('issues as issue', (join) =>
      join
        .onRef('issue.agenda_id', '=', 'last.agenda_id')
        .onRef('issue.key', '=', 'last.issue_key'),
    )
    .where('last.agenda_id', '=', agendaId)
    .where('last.ended_at', 'is', null)
    .where('last.date', '<=', day)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('entries as later')
            .select('later.id')
            .whereRef('later.agenda_id', '=', 'last.agenda_id')
            .whereRef('later.issue_key', '=', 'last.issue_key')
            .where('later.ended_at', 'is', null)
            .whereRef('later.date', '>', 'last.date')
            .where('later.date', '<=', day),
        ),
      ),
    )
    .select((row) => [
      'last.issue_key',
      'issue.category',
      'last.status',
      'last.basis',
      row.fn
        .coalesce(
          row
            .selectFrom('entries as run')
            .select(({ fn }) => fn.min('run.date').as('since'))
            .whereRef('run.agenda_id', '=', 'last.agenda_id')
            .whereRef('run.issue_key', '=', 'last.issue_key')
            .where('run.ended_at', 'is', null)
            .where('run.date', '>', (earlier) =>
              earlier.fn.coalesce(
                earlier
                  .selectFrom('entries as other')
                  .select((other) => other.fn.max('other.date').as('date'))
                  .whereRef('other.agenda_id', '=', 'last.agenda_id')
                  .whereRef('other.issue_key', '=', 'last.issue_key')
                  .where('other.ended_at', 'is', null)
                  .whereRef('other.date', '<', 'last.date')
                  .whereRef('other.status', '<>', 'last.status'),
                earlier.val(''),
              ),
            ),
          'last.date',
        )
        .as('since'),
      'last.date',
    ])
    .as('standing');
}

const selectStart = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  withStart(db, agendaId, keptStandings(db, agendaId))
    .where('standing.issue_key', '=', key)
    .select(['standing.since', 'began.precision as sincePrecision']),
);

const selectCounts = prepared((db, given: { agendaId: string }) =>
  db
    .selectFrom('status_counts')
    .select(['status', 'issues'])
    .where('agenda_id', '=', given.agendaId)
    .where('issues', '>', 0),
);

const selectIssueCount = prepared((db, given: { agendaId: string }) =>
  db.selectFrom('agendas').select('issue_count as issues').where('id', '=', given.agendaId),
);
