import { type AliasedExpression, sql } from 'kysely';
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

/**
 * The standings of a day. Before the day of the last entry they are in two sources, each issue in
 * one of them: what is kept holds for all but those with an entry after the day, and these are
 * worked out. They are read apart, for only then does PostgreSQL read the first in order.
 */
export function standingsOf(db: Db, agenda: Agenda, day: IsoDate): readonly StandingSource[] {
  return isPresent(agenda, day)
    ? [kept(db, agenda.id).as('standing')]
    : standingsOn(db, agenda.id, day);
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
  const found = await Promise.all(
    standingsOn(db, agendaId, day).map((source) =>
      db
        .selectFrom(source)
        .select('standing.since')
        .where('standing.issue_key', '=', key)
        .executeTakeFirst(),
    ),
  );
  const row = found.find((one) => one !== undefined);
  if (row === undefined) return null;
  const began = await db
    .selectFrom('entries')
    .select('precision')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('date', '=', row.since)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return { since: row.since, sincePrecision: began?.precision ?? 'day' };
}

/** How many issues stand at each status on a day, and how many have no entry yet. */
export async function countStandings(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
): Promise<StandingCounts> {
  const rows = isPresent(agenda, day)
    ? await selectCounts(db, { agendaId: agenda.id })
    : await countOn(db, agenda.id, day);
  const counts = new Map<StatusKey, number>();
  for (const { status, issues } of rows) counts.set(status, (counts.get(status) ?? 0) + issues);
  const [total] = await selectIssueCount(db, { agendaId: agenda.id });
  const standing = [...counts.values()].reduce((sum, issues) => sum + issues, 0);
  return { counts: Object.fromEntries(counts), notYet: (total?.issues ?? 0) - standing };
}

/** A status may be there twice: for issues without an entry after the day, and for the others. */
async function countOn(
  db: Db,
  agendaId: string,
  day: IsoDate,
): Promise<{ readonly status: StatusKey; readonly issues: number }[]> {
  const others = await db
    .selectFrom(workedOut(db, agendaId, day).as('standing'))
    .select(({ fn }) => ['standing.status', fn.countAll<number>().as('issues')])
    .groupBy('standing.status')
    .execute();
  return [...(await selectCountsUntil(db, { agendaId, day })), ...others];
}

/** Of the day of the last entry and all after it. */
function kept(db: Db, agendaId: string) {
  return db
    .selectFrom('standings')
    .select(['issue_key', 'category', 'status', 'basis', 'since', 'date'])
    .where('agenda_id', '=', agendaId);
}

function standingsOn(db: Db, agendaId: string, day: IsoDate): readonly StandingSource[] {
  return [
    // No range of the index by date: where keys are given, they are the way to so few.
    kept(db, agendaId)
      .where(sql<IsoDate>`date || ''`, '<=', day)
      .as('standing'),
    workedOut(db, agendaId, day).as('standing'),
  ];
}

/** Where those stood on a day that have an entry after it. */
function workedOut(db: Db, agendaId: string, day: IsoDate) {
  return (
    db
      .selectFrom('standings as now')
      // In this order: read by date instead, all entries would be looked through for the few.
      .crossJoin('entries as last')
      .innerJoin('issues as issue', (join) =>
        join
          .onRef('issue.agenda_id', '=', 'last.agenda_id')
          .onRef('issue.key', '=', 'last.issue_key'),
      )
      .where('now.agenda_id', '=', agendaId)
      .where('now.date', '>', day)
      .where('last.agenda_id', '=', agendaId)
      .whereRef('last.issue_key', '=', 'now.issue_key')
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
  );
}

const selectStart = prepared((db, { agendaId, key }: { agendaId: string; key: string }) =>
  db
    .selectFrom(kept(db, agendaId).as('standing'))
    .innerJoin('entries as began', (join) =>
      join
        .on('began.agenda_id', '=', agendaId)
        .onRef('began.issue_key', '=', 'standing.issue_key')
        .onRef('began.date', '=', 'standing.since')
        .on('began.ended_at', 'is', null),
    )
    .where('standing.issue_key', '=', key)
    .select(['standing.since', 'began.precision as sincePrecision']),
);

const selectCountsUntil = prepared((db, given: { agendaId: string; day: IsoDate }) =>
  db
    .selectFrom('standing_days')
    .select(({ fn }) => ['status', fn.sum<number>('issues').as('issues')])
    .where('agenda_id', '=', given.agendaId)
    .where('date', '<=', given.day)
    .groupBy('status'),
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
