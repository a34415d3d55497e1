import { sql } from 'kysely';
import { isOnPostgres } from './migrations/on-postgres.ts';
import type { Db } from './open.ts';

/**
 * Does work that writes a great deal with more of the tables in memory, so that a page
 * is written once and not each time another row falls into it.
 */
export async function withWideCache<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  if (isOnPostgres(db)) return work();
  await sql`pragma cache_size = -128000`.execute(db);
  try {
    return await work();
  } finally {
    await sql`pragma cache_size = -16000`.execute(db);
  }
}
