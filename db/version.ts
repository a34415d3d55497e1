import { isOnPostgres } from './migrations/on-postgres.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/**
 * A text that is another one whenever anything in the record may have changed, whoever
 * changed it. Null when the database can't tell.
 */
export async function recordVersion(db: Db): Promise<string | null> {
  if (isOnPostgres(db)) {
    const [row] = await selectToken(db, {});
    return row === undefined ? null : String(row.token);
  }
  const { adapter } = db.getExecutor();
  return 'version' in adapter && typeof adapter.version === 'function' ? adapter.version() : null;
}

const selectToken = prepared((db, _given: object) =>
  db.selectFrom('record_version').select('token'),
);
