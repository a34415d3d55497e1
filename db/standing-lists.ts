import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Agenda, Category, IsoDate, ListedIssue } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import type { Db } from './open.ts';
import type { Schema } from './schema.ts';
import { type StandingCounts, type StandingSource, standingsOf, withStart } from './standings.ts';

/** Which issues to list: all that is given must hold. */
export interface StandingFilter {
  readonly statuses?: readonly StatusKey[];
  readonly category?: Category;
  /** The id of a party that has a position on it. */
  readonly party?: string;
  /** Part of an owner's name. */
  readonly owner?: string;
  /** Someone of a workspace who owns it there. */
  readonly deskOwner?: { readonly teamId: string; readonly userId: string };
}

export interface RowPage {
  readonly limit: number;
  readonly offset: number;
}

export interface StandingPage {
  readonly rows: readonly ListedIssue[];
  readonly more: boolean;
}

/** Issues by status, the statuses in the order given, each with the latest news first; then those without an entry. */
export async function listByStatus(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
  order: readonly StatusKey[],
  { counts, notYet }: StandingCounts,
  { limit, offset }: RowPage,
): Promise<StandingPage> {
  const source = standingsOf(db, agenda, day);
  const rows: ListedIssue[] = [];
  let skip = offset;
  for (const status of order) {
    const here = counts[status] ?? 0;
    const wanted = { limit: limit + 1 - rows.length, offset: skip };
    if (skip < here && wanted.limit > 0) {
      rows.push(...(await selectRows(db, agenda.id, source, { statuses: [status] }, wanted)));
    }
    skip = Math.max(0, skip - here);
  }
  if (rows.length <= limit && notYet > skip) {
    const wanted = { limit: limit + 1 - rows.length, offset: skip };
    rows.push(...(await selectNotYet(db, agenda.id, source, {}, wanted)));
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** The issues that fit a filter, the latest news first; without a status filter, those without an entry last. */
export async function listStandings(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
  filter: StandingFilter,
  { limit, offset }: RowPage,
): Promise<StandingPage> {
  const source = standingsOf(db, agenda, day);
  const rows = await selectRows(db, agenda.id, source, filter, { limit: limit + 1, offset });
  if (rows.length <= limit && filter.statuses === undefined) {
    const before = rows.length > 0 ? offset : await countRows(db, agenda.id, source, filter);
    const wanted = { limit: limit + 1 - rows.length, offset: Math.max(0, offset - before) };
    rows.push(...(await selectNotYet(db, agenda.id, source, filter, wanted)));
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** These issues, in the order of their keys here. */
export async function listIssues(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
  keys: readonly string[],
): Promise<ListedIssue[]> {
  if (keys.length === 0) return [];
  const issues = await db
    .selectFrom('issues')
    .select(['key', 'title'])
    .where('agenda_id', '=', agenda.id)
    .where('key', 'in', keys)
    .execute();
  const standings = await withStart(db, agenda.id, standingsOf(db, agenda, day))
    .where('standing.issue_key', 'in', keys)
    .select([
      'standing.issue_key',
      'standing.status',
      'standing.basis',
      'standing.since',
      'began.precision as sincePrecision',
    ])
    .execute();
  const standingOf = new Map(standings.map(({ issue_key: key, ...standing }) => [key, standing]));
  return issues
    .map((issue) => ({ ...issue, ...(standingOf.get(issue.key) ?? NOT_YET) }))
    .toSorted((one, other) => keys.indexOf(one.key) - keys.indexOf(other.key));
}

const NOT_YET = { status: null, basis: null, since: null, sincePrecision: 'day' } as const;

async function selectRows(
  db: Db,
  agendaId: string,
  source: StandingSource,
  filter: StandingFilter,
  { limit, offset }: RowPage,
): Promise<ListedIssue[]> {
  return filtered(db, agendaId, source, filter)
    .select([
      'issues.key',
      'issues.title',
      'standing.status',
      'standing.basis',
      'standing.since',
      'began.precision as sincePrecision',
    ])
    .orderBy('standing.date', 'desc')
    .orderBy('standing.issue_key')
    .limit(limit)
    .offset(offset)
    .execute();
}

async function countRows(
  db: Db,
  agendaId: string,
  source: StandingSource,
  filter: StandingFilter,
): Promise<number> {
  const { issues } = await filtered(db, agendaId, source, filter)
    .select(({ fn }) => fn.countAll<number>().as('issues'))
    .executeTakeFirstOrThrow();
  return issues;
}

function filtered(db: Db, agendaId: string, source: StandingSource, filter: StandingFilter) {
  let query = withStart(db, agendaId, source)
    .innerJoin('issues', (join) =>
      join.on('issues.agenda_id', '=', agendaId).onRef('issues.key', '=', 'standing.issue_key'),
    )
    .where((row) => row.and(conditions(row, filter)));
  if (filter.statuses !== undefined) query = query.where('standing.status', 'in', filter.statuses);
  if (filter.category !== undefined) query = query.where('standing.category', '=', filter.category);
  return query;
}

async function selectNotYet(
  db: Db,
  agendaId: string,
  source: StandingSource,
  filter: StandingFilter,
  { limit, offset }: RowPage,
): Promise<ListedIssue[]> {
  let query = db
    .selectFrom('issues')
    .leftJoin(source, 'standing.issue_key', 'issues.key')
    .where('issues.agenda_id', '=', agendaId)
    .where('standing.issue_key', 'is', null)
    .where((row) => row.and(conditions(row, filter)));
  if (filter.category !== undefined) query = query.where('issues.category', '=', filter.category);
  const rows = await query
    .select(['issues.key', 'issues.title'])
    .orderBy('issues.position')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({ ...row, ...NOT_YET }));
}

function conditions(
  row: ExpressionBuilder<Schema, 'issues'>,
  { party, owner, deskOwner }: StandingFilter,
): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = [];
  if (party !== undefined) {
    all.push(
      row.exists(
        row
          .selectFrom('positions')
          .select('positions.party_id')
          .whereRef('positions.agenda_id', '=', 'issues.agenda_id')
          .whereRef('positions.issue_key', '=', 'issues.key')
          .where('positions.party_id', '=', party),
      ),
    );
  }
  if (owner !== undefined) {
    all.push(
      row.exists(
        row
          .selectFrom('owners')
          .select('owners.name')
          .whereRef('owners.agenda_id', '=', 'issues.agenda_id')
          .whereRef('owners.issue_key', '=', 'issues.key')
          .where(
            ({ fn }) => fn('lower', ['owners.name']),
            'like',
            `%${owner.toLowerCase().replaceAll(/[%_]/g, ' ')}%`,
          ),
      ),
    );
  }
  if (deskOwner !== undefined) {
    all.push(
      row(
        'issues.key',
        'in',
        row
          .selectFrom('desk_owners')
          .select('desk_owners.issue_key')
          .where('desk_owners.team_id', '=', deskOwner.teamId)
          .where('desk_owners.user_id', '=', deskOwner.userId)
          .whereRef('desk_owners.agenda_id', '=', 'issues.agenda_id'),
      ),
    );
  }
  return all;
}
