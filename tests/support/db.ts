import { type Db, openDatabase } from '../../db/open.ts';

/** A record with nothing in it, in memory. */
export async function emptyDb(): Promise<Db> {
  return openDatabase('sqlite::memory:');
}
