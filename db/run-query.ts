import type { CompiledQuery } from 'kysely';
import type { Db } from './open.ts';

/**
 * The rows of a query. In a transaction the connection is ours alone, and SQLite answers at
 * once when asked directly: Kysely's way to it takes as long as most of these queries.
 */
export async function rowsOf<Row>(db: Db, query: CompiledQuery<Row>): Promise<Row[]> {
  const { adapter } = db.getExecutor();
  if (db.isTransaction && 'rowsOf' in adapter && typeof adapter.rowsOf === 'function') {
    return adapter.rowsOf(query);
  }
  const { rows } = await db.executeQuery(query);
  return rows;
}
