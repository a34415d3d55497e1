import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';

/**
 * Every row of every table but those left out, in an order of their own: equal when two records
 * hold the same. The version only tells that something was written.
 */
export async function rowsOf(
  db: Db,
  leftOut: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const tables = await db.introspection.getTables();
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    if (name === 'record_version' || leftOut.includes(name)) continue;
    const all = await sql`select * from ${sql.table(name)}`.execute(db);
    rows[name] = all.rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return rows;
}
