import type { CompiledQuery } from 'kysely';
import type { Db } from './open.ts';

/**
 * The rows of a query with these values. In a transaction the connection is ours alone, and between transactions
 * everybody's: SQLite is asked directly then, for Kysely's way to it takes as long as most of
 * these queries. Only while somebody else's transaction is under way is there a line to wait in.
 */
export async function rowsOf<Row>(
  db: Db,
  query: CompiledQuery<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const { adapter } = db.getExecutor();
  if ('rowsAtOnce' in adapter && typeof adapter.rowsAtOnce === 'function') {
    const rows = adapter.rowsAtOnce(query.sql, parameters, db.isTransaction);
    if (rows !== null) return rows as Row[];
  }
  const isRead = query.query.kind === 'SelectQueryNode' && !db.isTransaction;
  if (isRead && 'rowsOf' in adapter && typeof adapter.rowsOf === 'function') {
    const rows = await adapter.rowsOf(query.sql, parameters);
    if (rows !== null) return rows as Row[];
  }
  const { rows } = await db.executeQuery<Row>({ ...query, parameters });
  return rows;
}
