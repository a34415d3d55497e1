import { accessSync, constants, existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { nearestFolder } from './disk.ts';
import { isSummits, wrongIn } from './inspect-copy.ts';
import { newerProblem, stepsAhead } from './migrate.ts';
import { problemOf, sqliteProblem } from './sqlite-problem.ts';

/** A record that was looked through and is sound. */
export interface Examined {
  readonly bytes: number;
  /** True when the next start brings it up to date. */
  readonly isOlder: boolean;
  /** Where Summit is installed, as far as its tokens are there. */
  readonly installations: readonly ExaminedInstallation[];
}

/** What an installation was granted, and its token, which is sealed. */
export interface ExaminedInstallation {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly token: string;
}

/**
 * Looks through a record and changes nothing of it. Null where there is none yet. Throws a
 * `DatabaseProblem` when someone has to do something about it.
 */
export function examineRecord(path: string): Examined | null {
  try {
    mayWrite(path);
    if (!existsSync(path)) return null;
    const database = new Database(path, { fileMustExist: true });
    try {
      if (wrongIn(database, 'quick') !== null || !isSummits(database)) {
        throw problemOf('damaged', path);
      }
      return { bytes: statSync(path).size, ...contentsOf(database, path) };
    } finally {
      database.close();
    }
  } catch (error) {
    throw sqliteProblem(error, path);
  }
}

/** To the file, to those beside it, and to the nearest folder there is. */
function mayWrite(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(file)) accessSync(file, constants.W_OK);
  }
  accessSync(nearestFolder(path), constants.W_OK);
}

function contentsOf(
  database: Database.Database,
  path: string,
): Pick<Examined, 'installations' | 'isOlder'> {
  const done = database.prepare<[], string>('select name from kysely_migration').pluck().all();
  const { unknown, missing } = stepsAhead(done);
  if (unknown.length > 0) throw newerProblem(path, unknown);
  const isOlder = missing.length > 0;
  const hasTable = database.prepare("select 1 from sqlite_master where name = 'installations'");
  if (hasTable.get() === undefined) return { isOlder, installations: [] };
  const installations = database
    .prepare<[], ExaminedInstallation>(
      'select id, name, scopes, token from installations where token is not null order by name',
    )
    .all();
  return { isOlder, installations };
}
