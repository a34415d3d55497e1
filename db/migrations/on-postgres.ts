import { type Kysely, PostgresAdapter, sql } from 'kysely';

/** True where the tables are made in PostgreSQL. */
export function isOnPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** The few functions of SQLite's that queries use, so that one text of SQL serves both. */
export async function createSqliteFunctions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function json_each(list text) returns table (value text)
    language sql immutable as $$ select json_array_elements_text(list::json) $$
  `.execute(db);
  await sql`
    create or replace function json_extract(object text, path text) returns text
    language sql immutable as $$ select object::json #>> string_to_array(substr(path, 3), '.') $$
  `.execute(db);
  await sql`
    create or replace function date(moment text, shift text) returns text language sql stable as $$
      select to_char(moment::timestamptz at time zone 'UTC' + shift::interval, 'YYYY-MM-DD')
    $$
  `.execute(db);
  await sql`
    create or replace function instr(text, text) returns integer
    language sql immutable as $$ select strpos($1, $2) $$
  `.execute(db);
}
