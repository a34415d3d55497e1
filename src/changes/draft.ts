import type { Db } from '../../db/open.ts';
import { recordVersion } from '../../db/version.ts';

/** Null once anything of the record may have changed. */
export type Draft<T> = () => Promise<T | null>;

/**
 * Reads what a change will need before its transaction begins: while a transaction lasts
 * nobody is answered. Where the draft holds no more, the change reads for itself.
 */
export async function draft<T>(db: Db, read: () => Promise<T>): Promise<Draft<T>> {
  const version = await recordVersion(db);
  if (version === null) return async () => null;
  try {
    const value = await read();
    return async () => ((await recordVersion(db)) === version ? value : null);
  } catch {
    // What changed half-way may not fit together. Whatever else it is, the change comes upon it too.
    return async () => null;
  }
}
