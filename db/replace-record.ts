import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { copyDatabase } from './copy-database.ts';
import { discard, filesOf, flushFile, putInPlace } from './put-in-place.ts';
import { troubleOf } from './trouble.ts';

/** What became of the record that was there before. */
export type Kept =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'kept'; readonly path: string }
  /** It can't be read, and was moved as it is. */
  | { readonly kind: 'moved'; readonly path: string };

interface Replacement {
  readonly keepAs: string;
  /** Hears how much is done, from 0 to 1. */
  readonly progress: (share: number) => void;
}

/**
 * Makes a record another one, all at once, by the database's own means: whoever reads it goes on
 * reading, whoever writes waits.
 */
export async function replaceRecord(
  ready: string,
  record: string,
  { keepAs, progress }: Replacement,
): Promise<Kept> {
  const isThere = existsSync(record);
  const present = isThere ? openPresent(record) : null;
  if (present === null) {
    const kept: Kept = isThere ? await moveAway(record, keepAs) : { kind: 'nothing' };
    await discard(record);
    await putInPlace(ready, record);
    return kept;
  }
  const source = new Database(ready);
  try {
    await copyDatabase(source, record, {
      // Nobody can record anything between this copy and the change.
      first: async () => keep(present, keepAs, (share) => progress(share / 2)),
      progress: (share) => progress(0.5 + share / 2),
    });
  } catch (error) {
    await discard(keepAs);
    throw error;
  } finally {
    source.close();
    present.close();
  }
  // The change is on the disk before anyone is told.
  for (const path of filesOf(record)) if (existsSync(path)) await flushFile(path);
  return { kind: 'kept', path: keepAs };
}

/** Null when it can't be read as a database. */
function openPresent(record: string): Database.Database | null {
  const present = new Database(record);
  try {
    present.prepare('select count(*) from sqlite_master').get();
    return present;
  } catch (error) {
    present.close();
    if (troubleOf(error) === 'damaged') return null;
    throw error;
  }
}

async function keep(
  present: Database.Database,
  keepAs: string,
  progress: (share: number) => void,
): Promise<void> {
  const unfinished = `${keepAs}.unfinished`;
  try {
    await discard(unfinished);
    await copyDatabase(present, unfinished, { progress });
    makeSingleFile(unfinished);
    await putInPlace(unfinished, keepAs);
  } catch (error) {
    await discard(unfinished);
    throw error;
  }
}

/** Backups need no file beside them. */
function makeSingleFile(path: string): void {
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
}

/** With the files beside it, which may hold what it lacks. */
async function moveAway(record: string, keepAs: string): Promise<Kept> {
  const targets = filesOf(keepAs);
  for (const [at, path] of filesOf(record).entries()) {
    const target = targets[at];
    if (target !== undefined && existsSync(path)) await rename(path, target);
  }
  return { kind: 'moved', path: keepAs };
}
