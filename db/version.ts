import type { Db } from './open.ts';

/**
 * A text that is another one whenever anything in the record may have changed, whoever
 * changed it. Null when the database can't tell.
 */
export function recordVersion(db: Db): string | null {
  const { adapter } = db.getExecutor();
  return 'version' in adapter && typeof adapter.version === 'function' ? adapter.version() : null;
}
