import { sql } from 'kysely';
import { isOnPostgres } from './migrations/on-postgres.ts';
import type { Db } from './open.ts';

/** What the clock of the database's server says, in milliseconds since 1970; null of a file, which has none. */
export async function readServerClock(db: Db): Promise<number | null> {
  if (!isOnPostgres(db)) return null;
  const { rows } = await sql<{ milliseconds: number }>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as milliseconds
  `.execute(db);
  return rows[0]?.milliseconds ?? null;
}
