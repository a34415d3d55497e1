import { Kysely, sql } from 'kysely';
import { DatabaseProblem } from './database-problem.ts';
import { migrate } from './migrate.ts';
import type { Db } from './open.ts';
import { placeIn, PostgresServer } from './postgres.ts';
import type { Schema } from './schema.ts';

/** As many rows go on their way at a time. */
const ROWS = 2_000;

type Table = Exclude<keyof Schema, 'record_version' | 'staged_text_words'>;

/** All that a record is, in an order in which nothing refers to what comes later, and what each row is known by. */
const KEYS: Readonly<Record<Table, readonly string[]>> = {
  // An annex's id begins with that of what it is inside of.
  agendas: ['id'],
  parties: ['agenda_id', 'id'],
  statements: ['agenda_id', 'kind', 'position'],
  happenings: ['agenda_id', 'kind', 'position'],
  sources: ['agenda_id', 'id'],
  channel_agendas: ['team_id', 'channel_id'],
  issues: ['agenda_id', 'key'],
  aliases: ['agenda_id', 'issue_key', 'position'],
  positions: ['agenda_id', 'issue_key', 'party_id'],
  owners: ['agenda_id', 'issue_key', 'position'],
  quotes: ['agenda_id', 'issue_key', 'position'],
  related_issues: ['agenda_id', 'issue_key', 'position'],
  // So that they are numbered anew in the order in which they were recorded.
  entries: ['rowid'],
  entry_sources: ['entry_id', 'position'],
  standings: ['agenda_id', 'issue_key'],
  status_counts: ['agenda_id', 'status'],
  standing_days: ['agenda_id', 'status', 'date'],
  issue_cards: ['agenda_id', 'issue_key'],
  issue_names: ['agenda_id', 'form', 'kind', 'issue_key'],
  name_words: ['agenda_id', 'word', 'issue_key'],
  text_words: ['agenda_id', 'word', 'issue_key'],
  word_spellings: ['agenda_id', 'spelling', 'word'],
  audit_lines: ['seq'],
  inputs: ['id'],
  desk_owners: ['agenda_id', 'issue_key', 'team_id', 'user_id'],
  watches: ['agenda_id', 'issue_key', 'team_id', 'user_id'],
  home_visits: ['team_id', 'user_id'],
  live_cards: ['team_id', 'channel_id', 'ts'],
  digests: ['id'],
  digest_mutes: ['digest_id', 'agenda_id', 'issue_key'],
  digest_slots: ['digest_id', 'slot_at'],
  posts: ['id'],
  stopped_workspaces: ['team_id'],
  told_watches: ['agenda_id', 'issue_key', 'team_id', 'user_id'],
  reminders: ['id'],
  nudges: ['agenda_id', 'issue_key', 'team_id'],
  grants: ['team_id', 'agenda_id', 'holder_kind', 'holder_id'],
  ceilings: ['team_id', 'channel_id'],
  readings: ['seq'],
  installations: ['id'],
  org_workspaces: ['team_id'],
  install_states: ['hash'],
  agenda_workspaces: ['agenda_id'],
};

const TABLES = Object.keys(KEYS) as Table[];

/** What was moved, and how much of it had been there from a move that was interrupted. */
export interface Moved {
  readonly agendas: number;
  readonly issues: number;
  readonly entries: number;
  readonly rows: number;
  readonly rowsBefore: number;
}

type Row = Readonly<Record<string, unknown>>;

/** A PostgreSQL database that a record may be moved to, with its tables. It has no say yet in who writes. */
export async function openGoal(url: string): Promise<Db> {
  const to: Db = new Kysely({ dialect: new PostgresServer({ url, isNew: true }) });
  try {
    await migrate(to, placeIn(url));
    return to;
  } catch (error) {
    await to.destroy();
    throw error;
  }
}

/**
 * Copies all rows of a record to where there is none, then compares each. What an interrupted move
 * has copied stays, and no Summit takes it for a record until a move has come to its end.
 */
export async function moveRows(
  from: Db,
  to: Db,
  place: string,
  progress: (share: number) => void,
): Promise<Moved> {
  const counts = await countAll(from);
  const rowsBefore = sum(await countAll(to));
  await begin(to, place, rowsBefore);
  const rows = sum(counts);
  let done = 0;
  const step = (more: number): void => {
    done += more;
    progress(Math.min(1, done / (2 * rows)));
  };
  for (const table of TABLES) await copy(from, to, table, step);
  for (const table of TABLES) await compare(from, to, { table, place }, step);
  // Else the server would take every table for small until it has looked by itself.
  await sql`analyze`.execute(to);
  await sql`insert into record_version ("only", token) values (1, floor(random() * 9007199254740991))`.execute(
    to,
  );
  const of = (table: Table): number => counts.get(table) ?? 0;
  return {
    agendas: of('agendas'),
    issues: of('issues'),
    entries: of('entries'),
    rows,
    rowsBefore,
  };
}

/** Until this row is there again nobody takes the database for a record. */
async function begin(to: Db, place: string, rowsBefore: number): Promise<void> {
  const { numDeletedRows } = await to.deleteFrom('record_version').executeTakeFirst();
  if (numDeletedRows === 0n || rowsBefore === 0) return;
  await sql`insert into record_version ("only", token) values (1, 0)`.execute(to);
  throw new DatabaseProblem(
    `There is a record at ${place} already: name an empty database, or drop that one first.`,
  );
}

async function copy(from: Db, to: Db, table: Table, step: (rows: number) => void): Promise<void> {
  const keys = KEYS[table];
  const [last] = await pageOf(to, table, { after: null, limit: 1, isLatestFirst: true });
  let after: Row | null = last ?? null;
  if (after !== null) step(await countOf(to, table));
  // Numbers of rows are given anew: what was copied is as many as there are.
  if (after !== null && table === 'entries') after = await entryAt(from, await countOf(to, table));
  for (;;) {
    const rows: readonly Row[] = await pageOf(from, table, { after, limit: ROWS });
    const end = rows.at(-1);
    if (end === undefined) return;
    await add(to, table, rows);
    after = Object.fromEntries(keys.map((key) => [key, end[key]]));
    step(rows.length);
  }
}

/** Some thousand rows as one value: as many values would cost the server more than to keep them. */
async function add(to: Db, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = sql.join(columnsOf(rows).map((column) => sql.ref(column)));
  await sql`
    insert into ${sql.table(table)} (${columns}) select ${columns}
    from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)
  `.execute(to);
}

async function compare(
  from: Db,
  to: Db,
  { table, place }: { readonly table: Table; readonly place: string },
  step: (rows: number) => void,
): Promise<void> {
  let [after, afterCopy]: [Row | null, Row | null] = [null, null];
  for (;;) {
    const rows: readonly Row[] = await pageOf(from, table, { after, limit: ROWS });
    const copies: readonly Row[] = await pageOf(to, table, { after: afterCopy, limit: ROWS });
    if (textOf(rows) !== textOf(copies)) {
      throw new DatabaseProblem(
        `What came to ${place} is not what was sent, in the table ${table}: drop that database, make it anew and move again, while no Summit is running.`,
      );
    }
    if (rows.length < ROWS) return step(rows.length);
    [after, afterCopy] = [rows.at(-1) ?? null, copies.at(-1) ?? null];
    step(rows.length);
  }
}

/** The same for the same rows, whatever order their columns have. */
function textOf(rows: readonly Row[]): string {
  return JSON.stringify(rows, columnsOf(rows));
}

function columnsOf([row = {}]: readonly Row[]): string[] {
  return Object.keys(row)
    .filter((column) => column !== 'rowid')
    .toSorted();
}

async function pageOf(
  db: Db,
  table: Table,
  {
    after,
    limit,
    isLatestFirst = false,
  }: { readonly after: Row | null; readonly limit: number; readonly isLatestFirst?: boolean },
): Promise<Row[]> {
  const columns = KEYS[table].map((key) => sql.ref(key));
  const values = KEYS[table].map((key) => sql`${after?.[key] ?? null}`);
  const order = isLatestFirst ? sql`desc` : sql`asc`;
  const { rows } = await sql<Row>`
    select ${table === 'entries' ? sql`rowid, *` : sql`*`} from ${sql.table(table)}
    ${after === null ? sql`` : sql`where (${sql.join(columns)}) > (${sql.join(values)})`}
    order by ${sql.join(columns.map((column) => sql`${column} ${order}`))}
    limit ${limit}
  `.execute(db);
  return rows;
}

async function entryAt(from: Db, count: number): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select rowid from entries order by rowid limit 1 offset ${count - 1}
  `.execute(from);
  return rows[0] ?? null;
}

async function countAll(db: Db): Promise<ReadonlyMap<Table, number>> {
  const counts = new Map<Table, number>();
  for (const table of TABLES) counts.set(table, await countOf(db, table));
  return counts;
}

async function countOf(db: Db, table: Table): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select count(*) as rows from ${sql.table(table)}
  `.execute(db);
  return rows[0]?.rows ?? 0;
}

function sum(counts: ReadonlyMap<Table, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
