import { sql } from 'kysely';
import { listGivenAgendas } from '../agenda-workspaces.ts';
import { hashCeilings } from '../ceilings.ts';
import { hashGrants } from '../grants.ts';
import { isOnPostgres } from '../migrations/on-postgres.ts';
import type { Db } from '../open.ts';

/** A row that stands in the record and that no line of the log ever wrote, or that belongs to nothing. */
export interface StrayRow {
  readonly table: string;
  readonly agendaId: string | null;
  /** The issue it is about, or is. */
  readonly issueKey: string | null;
  readonly id: string | null;
}

/** What the log tells of, to hold the tables against. */
export interface Told {
  /** How many entries it wrote and never took away. */
  readonly entries: number;
  readonly agendas: ReadonlySet<string>;
  /** `AGENDA SOURCE`. */
  readonly sources: ReadonlySet<string>;
  /** `TEAM/CHANNEL`. */
  readonly channels: ReadonlySet<string>;
  /** `TEAM/AGENDA/KIND/HOLDER`. */
  readonly grants: ReadonlySet<string>;
  /** `TEAM/CHANNEL`. */
  readonly ceilings: ReadonlySet<string>;
  /** The agendas that were given to a workspace. */
  readonly workspaces: ReadonlySet<string>;
}

/** The first row that nobody accounts for; null when there is none. */
export async function findStrayRow(db: Db, told: Told): Promise<StrayRow | null> {
  return (
    (await strayAgenda(db, told)) ??
    (await strayChannel(db, told)) ??
    (await strayGrant(db, told)) ??
    (await strayCeiling(db, told)) ??
    (await strayWorkspace(db, told)) ??
    (await straySource(db, told)) ??
    (await strayIssue(db)) ??
    (await strayDesk(db)) ??
    ((await countEntries(db)) === told.entries ? null : await strayEntry(db)) ??
    (await misplacedFact(db)) ??
    (await orphan(db))
  );
}

/** How many entries there are, those that ended too. */
async function countEntries(db: Db): Promise<number> {
  const { entries } = await db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('entries'))
    .executeTakeFirstOrThrow();
  return entries;
}

async function strayAgenda(db: Db, { agendas }: Told): Promise<StrayRow | null> {
  const rows = await db.selectFrom('agendas').select('id').orderBy('id').execute();
  const stray = rows.find(({ id }) => !agendas.has(id));
  return stray === undefined
    ? null
    : { table: 'agendas', agendaId: stray.id, issueKey: null, id: stray.id };
}

async function strayChannel(db: Db, { channels }: Told): Promise<StrayRow | null> {
  const rows = await db
    .selectFrom('channel_agendas')
    .select(['team_id', 'channel_id', 'agenda_id'])
    .execute();
  const stray = rows.find(({ team_id: team, channel_id: channel }) => {
    return !channels.has(`${team}/${channel}`);
  });
  if (stray === undefined) return null;
  const { agenda_id: agendaId, channel_id: id } = stray;
  return { table: 'channel_agendas', agendaId, issueKey: null, id };
}

async function strayGrant(db: Db, { grants }: Told): Promise<StrayRow | null> {
  const stray = [...(await hashGrants(db)).keys()].find((name) => !grants.has(name));
  return stray === undefined
    ? null
    : { table: 'grants', agendaId: null, issueKey: null, id: stray };
}

async function strayCeiling(db: Db, { ceilings }: Told): Promise<StrayRow | null> {
  const stray = [...(await hashCeilings(db)).keys()].find((name) => !ceilings.has(name));
  return stray === undefined
    ? null
    : { table: 'ceilings', agendaId: null, issueKey: null, id: stray };
}

async function strayWorkspace(db: Db, { workspaces }: Told): Promise<StrayRow | null> {
  const agendaId = (await listGivenAgendas(db)).find((id) => !workspaces.has(id));
  return agendaId === undefined
    ? null
    : { table: 'agenda_workspaces', agendaId, issueKey: null, id: agendaId };
}

async function straySource(db: Db, { sources }: Told): Promise<StrayRow | null> {
  const { count } = await db
    .selectFrom('sources')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count === sources.size) return null;
  const rows = db.selectFrom('sources').select(['agenda_id', 'id']).stream();
  for await (const { agenda_id: agendaId, id } of rows) {
    if (!sources.has(`${agendaId} ${id}`))
      return { table: 'sources', agendaId, issueKey: null, id };
  }
  return null;
}

/** Every issue has a line of its own. */
async function strayIssue(db: Db): Promise<StrayRow | null> {
  return first(
    db,
    sql`
      select 'issues' as "table", agenda_id as "agendaId", key as "issueKey", null as id
      from issues
      where not exists (
        select 1 from audit_lines as line
        where line.agenda_id = issues.agenda_id and line.issue_key = issues.key
      )
      limit 1
    `,
  );
}

async function strayDesk(db: Db): Promise<StrayRow | null> {
  return first(
    db,
    sql`
      select 'desk_owners' as "table", agenda_id as "agendaId", issue_key as "issueKey", user_id as id
      from desk_owners as desk
      where not exists (
        select 1 from audit_lines as line
        where line.agenda_id = desk.agenda_id and line.issue_key = desk.issue_key
          and instr(line.writes, '["desk",') > 0
      )
      limit 1
    `,
  );
}

/** Takes long: asked only when the log wrote fewer entries than there are. */
async function strayEntry(db: Db): Promise<StrayRow | null> {
  return first(
    db,
    sql`
      select 'entries' as "table", agenda_id as "agendaId", issue_key as "issueKey", id
      from entries as entry
      where not exists (
        select 1 from audit_lines as line
        where line.agenda_id = entry.agenda_id and line.issue_key = entry.issue_key
          and instr(line.writes, '["entry","' || entry.id || '",') > 0
      )
      limit 1
    `,
  );
}

/** What is a list of an issue is numbered from 0; the log knows its order, but not its numbers. */
const LISTS = ['aliases', 'positions', 'owners', 'quotes', 'related_issues'] as const;

async function misplacedFact(db: Db): Promise<StrayRow | null> {
  for (const table of LISTS) {
    const found = await first(
      db,
      sql`
        select ${sql.lit(table)} as "table", agenda_id as "agendaId", issue_key as "issueKey", null as id
        from ${sql.table(table)}
        group by agenda_id, issue_key
        having min(position) <> 0 or max(position) <> count(*) - 1
          or count(distinct position) <> count(*)
        limit 1
      `,
    );
    if (found !== null) return found;
  }
  return null;
}

/** What refers to something that isn't there came in past the checks of the database, which PostgreSQL's never let it. */
async function orphan(db: Db): Promise<StrayRow | null> {
  if (isOnPostgres(db)) return null;
  const { rows } = await sql<{ table: string }>`
    select "table" from pragma_foreign_key_check limit 1
  `.execute(db);
  const [found] = rows;
  return found === undefined
    ? null
    : { table: found.table, agendaId: null, issueKey: null, id: null };
}

async function first(db: Db, query: ReturnType<typeof sql>): Promise<StrayRow | null> {
  const { rows } = await sql<StrayRow>`${query}`.execute(db);
  return rows[0] ?? null;
}
