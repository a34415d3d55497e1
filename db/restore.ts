import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { copyDatabase } from './copy-database.ts';
import { DatabaseProblem } from './database-problem.ts';
import { forgetPlans } from './forget-plans.ts';
import { type Contents, contentsOf, inspectCopy } from './inspect-copy.ts';
import { keepInstallations } from './keep-installations.ts';
import { migrate } from './migrate.ts';
import { discard, filesOf } from './put-in-place.ts';
import { type Kept, replaceRecord } from './replace-record.ts';
import type { Schema } from './schema.ts';
import { SqliteFile } from './sqlite.ts';
import { fileTroubleOf } from './trouble.ts';

/** What a restore put in the record's place. */
export interface Restored extends Contents {
  readonly kept: Kept;
}

export interface Restore {
  /** Where the record is. */
  readonly path: string;
  /** What takes its place. */
  readonly file: string;
  /** What the present record is kept as, beside it. */
  readonly keepAs: string;
  readonly now: Temporal.Instant;
  /** Hears how much is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/**
 * Puts a backup in the record's place. The present record is kept beside it first, with all that
 * anyone recorded until the very moment of the change; whoever has the record open sees the
 * restored one from then on. What was on its way when the backup was made is not said again.
 * Throws a `DatabaseProblem`, and changes nothing, when someone has to do something first.
 */
export async function restoreRecord({
  path,
  file,
  keepAs,
  now,
  progress = () => {},
}: Restore): Promise<Restored> {
  const record = resolve(path);
  const backup = resolve(file);
  await refuseBadFile(backup, record);

  const folder = dirname(record);
  const keptAt = join(folder, keepAs);
  if (existsSync(keptAt)) throw new DatabaseProblem(`${keptAt} is there already: try again.`);
  const ready = join(folder, `restore.${randomUUID().slice(0, 8)}.unfinished`);
  try {
    await mkdir(folder, { recursive: true });
    await copyBackup(backup, ready);
    refuseBadCopy(ready, backup);
    await bringUpToDate(ready, backup, now);
    keepInstallations(ready, record);
    const contents = contentsOf(ready);
    progress(0.2);
    const kept = await replaceRecord(ready, record, {
      keepAs: keptAt,
      progress: (share) => progress(0.2 + 0.8 * share),
    });
    return { ...contents, kept };
  } catch (error) {
    throw restoreProblem(error, record);
  } finally {
    await discard(ready);
  }
}

async function refuseBadFile(backup: string, record: string): Promise<void> {
  const found = await stat(backup).catch(() => null);
  if (found?.isFile() !== true) {
    throw new DatabaseProblem(`There is no file ${backup}: name a backup.`);
  }
  const present = await stat(record).catch(() => null);
  const isItself = found.dev === present?.dev && found.ino === present.ino;
  if (isItself || filesOf(record).includes(backup)) {
    throw new DatabaseProblem(`${backup} belongs to the record itself: name a backup.`);
  }
}

/** A file with a log of writes beside it is read with them; one without is all there is. */
async function copyBackup(backup: string, ready: string): Promise<void> {
  try {
    if (!existsSync(`${backup}-wal`)) {
      await copyFile(backup, ready);
      return;
    }
    const source = new Database(backup, { readonly: true });
    try {
      await copyDatabase(source, ready);
    } finally {
      source.close();
    }
  } catch (error) {
    switch (fileTroubleOf(error)) {
      case 'damaged':
        throw damaged(backup, error);
      case 'not-writable':
      case 'not-a-file':
        throw new DatabaseProblem(
          `${backup} can't be copied to ${dirname(ready)}: give Summit leave to read the one and write to the other.`,
          { cause: error },
        );
      default:
        throw error;
    }
  }
}

function refuseBadCopy(ready: string, backup: string): void {
  const inspection = inspectCopy(ready, 'thorough');
  switch (inspection.kind) {
    case 'whole':
      return;
    case 'damaged':
      throw damaged(backup, new Error(inspection.found));
    case 'foreign':
      throw new DatabaseProblem(`${backup} is no backup of Summit's: name another file.`);
  }
}

function damaged(backup: string, cause: unknown): DatabaseProblem {
  return new DatabaseProblem(`${backup} is damaged: name another backup. Nothing was changed.`, {
    cause,
  });
}

async function bringUpToDate(ready: string, backup: string, now: Temporal.Instant): Promise<void> {
  const db = new Kysely<Schema>({ dialect: new SqliteFile(ready) });
  try {
    await migrate(db, backup);
    await forgetPlans(db, now);
  } finally {
    await db.destroy();
  }
}

function restoreProblem(error: unknown, record: string): unknown {
  const said = sentenceFor(error, record);
  return said === null ? error : new DatabaseProblem(said, { cause: error });
}

function sentenceFor(error: unknown, record: string): string | null {
  switch (fileTroubleOf(error)) {
    case 'disk-full':
      return `There is no room left on the disk for ${record}: restoring takes three times the size of the backup. Nothing was changed.`;
    case 'disk-failed':
      return `The disk failed while ${record} was restored: check it, and set DATABASE_URL to a file on another disk.`;
    case 'not-writable':
    case 'not-a-file':
      return `${record} can't be written: give Summit leave to write to it and its folder, or set DATABASE_URL to another place.`;
    case 'locked':
      return `${record} stays locked by another program: stop it, and try again. Nothing was changed.`;
    case 'damaged':
      return `${record} can't be replaced while it is damaged: stop Summit, move the file away, and try again.`;
    case null:
      return null;
  }
}
