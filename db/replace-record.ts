import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { copyDatabase } from './copy-database.ts';
import { DatabaseProblem } from './database-problem.ts';
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

/** How often others may record something between the copy of the present record and the change. */
const TIMES = 5;

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
  try {
    for (let time = 1; ; time += 1) {
      const version = versionOf(present);
      await keep(present, keepAs, (share) => progress(share / 2));
      const begun = (): void => {
        if (versionOf(present) !== version) throw new Overtaken();
      };
      try {
        await fill(record, ready, begun, (share) => progress(0.5 + share / 2));
        return { kind: 'kept', path: keepAs };
      } catch (error) {
        await discard(keepAs);
        if (!(error instanceof Overtaken)) throw error;
        if (time === TIMES) throw new DatabaseProblem(busyRecord(record), { cause: error });
      }
    }
  } finally {
    present.close();
  }
}

/** Somebody recorded something that is not in the copy that was kept. */
class Overtaken extends Error {}

function busyRecord(record: string): string {
  return `Others keep writing to ${record}: stop Summit, and try again. Nothing was changed.`;
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

/** Another number whenever anybody else has written. */
function versionOf(present: Database.Database): unknown {
  return present.pragma('data_version', { simple: true });
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

async function fill(
  record: string,
  ready: string,
  begun: () => void,
  progress: (share: number) => void,
): Promise<void> {
  const source = new Database(ready);
  try {
    await copyDatabase(source, record, { begun, progress });
  } finally {
    source.close();
  }
  // The change is on the disk before anyone is told.
  for (const path of filesOf(record)) if (existsSync(path)) await flushFile(path);
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
