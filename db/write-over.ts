import { sql } from 'kysely';
import { isOnPostgres } from './migrations/on-postgres.ts';
import type { Tx } from './open.ts';

/**
 * Changes nothing, and is written over what a commit that failed has left in SQLite's log. That
 * may stand there whole: killed before the next commit, Summit would find it in its record.
 */
export async function writeOver(tx: Tx): Promise<void> {
  // PostgreSQL keeps nothing of a commit that failed, and to begin a transaction that may write it writes already.
  if (isOnPostgres(tx)) return;
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(tx);
  await sql`pragma user_version = ${sql.lit(rows[0]?.user_version ?? 0)}`.execute(tx);
}
