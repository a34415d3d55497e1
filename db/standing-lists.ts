import { type Expression, expressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Agenda, Basis, Category, IsoDate, ListedIssue } from '../src/agenda/record.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import type { Db } from './open.ts';
import type { Schema } from './schema.ts';
import { type StandingCounts, type StandingSource, standingsOf } from './standings.ts';

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
  const sources = standingsOf(db, agenda, day);
  const standing: StandingRow[] = [];
  let skip = offset;
  for (const status of order) {
    const here = counts[status] ?? 0;
    const wanted = { limit: limit + 1 - standing.length, offset: skip };
    if (skip < here && wanted.limit > 0) {
      standing.push(...(await selectRows(db, agenda.id, sources, { statuses: [status] }, wanted)));
    }
    skip = Math.max(0, skip - here);
  }
  const rows: ListedIssue[] = await asListed(db, agenda.id, standing);
  if (rows.length <= limit && notYet > skip) {
    const wanted = { limit: limit + 1 - rows.length, offset: skip };
    rows.push(...(await selectNotYet(db, agenda.id, sources, {}, wanted)));
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
  const sources = standingsOf(db, agenda, day);
  const page = { limit: limit + 1, offset };
  const standing = await selectRows(db, agenda.id, sources, filter, page);
  const rows: ListedIssue[] = await asListed(db, agenda.id, standing);
  if (rows.length <= limit && filter.statuses === undefined) {
    const before = rows.length > 0 ? offset : await countRows(db, agenda.id, sources, filter);
    const wanted = { limit: limit + 1 - rows.length, offset: Math.max(0, offset - before) };
    rows.push(...(await selectNotYet(db, agenda.id, sources, filter, wanted)));
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
  const titles = await titlesOf(db, agenda.id, keys);
  const listed = await asListed(db, agenda.id, await standingsAmong(db, agenda, day, keys));
  const listedOf = new Map(listed.map((issue) => [issue.key, issue]));
  return [...titles]
    .map(([key, title]) => listedOf.get(key) ?? { key, title, ...NOT_YET })
    .toSorted((one, other) => keys.indexOf(one.key) - keys.indexOf(other.key));
}

/** Where these issues stand, those that have an entry. */
export async function standingsAmong(
  db: Db,
  agenda: Agenda,
  day: IsoDate,
  keys: readonly string[],
): Promise<(StandingRow & { readonly lastOn: IsoDate })[]> {
  const found = await Promise.all(
    standingsOf(db, agenda, day).map((source) =>
      db
        .selectFrom(source)
        .where('standing.issue_key', 'in', keys)
        .select([
          'standing.issue_key as key',
          'standing.status',
          'standing.basis',
          'standing.since',
          'standing.date as lastOn',
        ])
        .execute(),
    ),
  );
  return found.flat();
}

const NOT_YET = { status: null, basis: null, since: null, sincePrecision: 'day' } as const;

/** Where an issue stands, and nothing else of it. */
export interface StandingRow {
  readonly key: string;
  readonly status: StatusKey;
  readonly basis: Basis;
  readonly since: IsoDate;
}

/**
 * The same with what else a list says of them. Read apart from the page: joined to it, all there
 * is would be read and sorted where the parts of an agenda are laid together.
 */
export async function asListed<Row extends StandingRow>(
  db: Db,
  agendaId: string,
  rows: readonly Row[],
): Promise<(Row & ListedIssue)[]> {
  if (rows.length === 0) return [];
  const keys = rows.map(({ key }) => key);
  const titleOf = await titlesOf(db, agendaId, keys);
  const entries = await db
    .selectFrom('entries')
    .select(['issue_key', 'date', 'precision'])
    .where('agenda_id', '=', agendaId)
    .where('issue_key', 'in', keys)
    .where('date', 'in', [...new Set(rows.map(({ since }) => since))])
    .where('ended_at', 'is', null)
    .execute();
  const precisionOf = new Map(
    entries.map(({ issue_key: key, date, precision }) => [`${date} ${key}`, precision]),
  );
  return rows.map((row) => ({
    ...row,
    title: titleOf.get(row.key) ?? row.key,
    sincePrecision: precisionOf.get(`${row.since} ${row.key}`) ?? 'day',
  }));
}

/** The titles of issues, by their keys. */
export async function titlesOf(
  db: Db,
  agendaId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('issues')
    .select(['key', 'title'])
    .where('agenda_id', '=', agendaId)
    .where('key', 'in', keys)
    .execute();
  return new Map(rows.map(({ key, title }) => [key, title]));
}

async function selectRows(
  db: Db,
  agendaId: string,
  sources: readonly StandingSource[],
  filter: StandingFilter,
  { limit, offset }: RowPage,
): Promise<StandingRow[]> {
  const isOne = sources.length === 1;
  const found = await Promise.all(
    sources.map((source) =>
      filtered(db, agendaId, source, filter)
        .select([
          'standing.issue_key as key',
          'standing.status',
          'standing.basis',
          'standing.since',
          // A view is read in an order of its own columns alone.
          'standing.date',
        ])
        .orderBy('standing.date', 'desc')
        .orderBy('standing.issue_key')
        .limit(isOne ? limit : offset + limit)
        .offset(isOne ? offset : 0)
        .execute(),
    ),
  );
  if (isOne) return found.flat();
  return found
    .flat()
    .toSorted(latestFirst)
    .slice(offset, offset + limit);
}

type DatedKey = Pick<StandingRow, 'key'> & { readonly date: IsoDate };

function latestFirst(one: DatedKey, other: DatedKey): number {
  if (one.date !== other.date) return one.date < other.date ? 1 : -1;
  return one.key < other.key ? -1 : 1;
}

async function countRows(
  db: Db,
  agendaId: string,
  sources: readonly StandingSource[],
  filter: StandingFilter,
): Promise<number> {
  const counts = await Promise.all(
    sources.map((source) =>
      filtered(db, agendaId, source, filter)
        .select(({ fn }) => fn.countAll<number>().as('issues'))
        .executeTakeFirstOrThrow(),
    ),
  );
  return counts.reduce((sum, { issues }) => sum + issues, 0);
}

function filtered(db: Db, agendaId: string, source: StandingSource, filter: StandingFilter) {
  let query = db
    .selectFrom(source)
    .where((row) => row.and(conditions(db, agendaId, sql.ref('standing.issue_key'), filter)));
  if (filter.statuses !== undefined) query = query.where('standing.status', 'in', filter.statuses);
  if (filter.category !== undefined) query = query.where('standing.category', '=', filter.category);
  return query;
}

async function selectNotYet(
  db: Db,
  agendaId: string,
  sources: readonly StandingSource[],
  filter: StandingFilter,
  { limit, offset }: RowPage,
): Promise<ListedIssue[]> {
  let query = db
    .selectFrom('issues')
    .where('issues.agenda_id', '=', agendaId)
    .where((issue) =>
      issue.and(
        sources.map((source) =>
          issue.not(
            issue.exists(
              issue
                .selectFrom(source)
                .select('standing.issue_key')
                .whereRef('standing.issue_key', '=', 'issues.key'),
            ),
          ),
        ),
      ),
    )
    .where((row) => row.and(conditions(db, agendaId, sql.ref('issues.key'), filter)));
  if (filter.category !== undefined) query = query.where('issues.category', '=', filter.category);
  const rows = await query
    .select(['issues.key', 'issues.title'])
    .orderBy('issues.position')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map((row) => ({ ...row, ...NOT_YET }));
}

/** What must be so of an issue, given its key. */
function conditions(
  db: Db,
  agendaId: string,
  key: RawBuilder<string>,
  { party, owner, deskOwner }: StandingFilter,
): Expression<SqlBool>[] {
  const row = expressionBuilder<Schema>();
  const all: Expression<SqlBool>[] = [];
  if (party !== undefined) {
    all.push(
      row.exists(
        db
          .selectFrom('positions')
          .select('positions.party_id')
          .where('positions.agenda_id', '=', agendaId)
          .where('positions.issue_key', '=', key)
          .where('positions.party_id', '=', party),
      ),
    );
  }
  if (owner !== undefined) {
    all.push(
      row.exists(
        db
          .selectFrom('owners')
          .select('owners.name')
          .where('owners.agenda_id', '=', agendaId)
          .where('owners.issue_key', '=', key)
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
      row.exists(
        db
          .selectFrom('desk_owners')
          .select('desk_owners.issue_key')
          .where('desk_owners.agenda_id', '=', agendaId)
          .where('desk_owners.issue_key', '=', key)
          .where('desk_owners.team_id', '=', deskOwner.teamId)
          .where('desk_owners.user_id', '=', deskOwner.userId),
      ),
    );
  }
  return all;
}
