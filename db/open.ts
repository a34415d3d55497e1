import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, type Transaction } from 'kysely';
import { DatabaseProblem } from './database-problem.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { closeViews } from './sighted.ts';
import { troubleOf } from './trouble.ts';

/** What a read takes. A transaction is one too. */
export type Db = Kysely<Schema>;

/** What a write of several rows takes, so that the type says it is all or nothing. */
export type Tx = Transaction<Schema>;

/** What `better-sqlite3` 13 needs; without it the process would die without a word. */
const NODE_API_NEEDED = 10;

/**
 * Opens the record at `sqlite:path`, or `sqlite::memory:`, and brings its tables up to date.
 * Throws a `DatabaseProblem` when someone has to do something first.
 */
export async function openDatabase(url: string): Promise<Db> {
  const path = pathOf(url);
  if (Number(process.versions.napi) < NODE_API_NEEDED) {
    throw new DatabaseProblem(
      `Summit needs Node 22.14 or newer, and this is ${process.version}: run it through npm, which brings its own.`,
    );
  }

  const { SqliteFile, sqliteProblem } = await import('./sqlite.ts');
  try {
    if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
    const db: Db = new Kysely({ dialect: new SqliteFile(path) });
    await migrateOrClose(db, path);
    return db;
  } catch (error) {
    throw sqliteProblem(error, path);
  }
}

/** Lets what is in hand finish, then lets go of the file. */
export async function closeDatabase(db: Db): Promise<void> {
  await closeViews(db);
  await db.destroy();
}

/** True when another program held the record: nothing was written, and later it may go. */
export function isBusy(error: unknown): boolean {
  return troubleOf(error) === 'locked';
}

/** The path in `sqlite:path`. Throws a `DatabaseProblem` for anything else. */
export function pathOf(url: string): string {
  if (/^postgres(ql)?:/i.test(url)) {
    throw new DatabaseProblem(
      'Summit does not keep its record in PostgreSQL yet: set DATABASE_URL to sqlite: and the path of a file.',
    );
  }
  const path = /^sqlite:(.+)$/s.exec(url)?.[1]?.trim() ?? '';
  if (path === '') {
    throw new DatabaseProblem(
      'DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db.',
    );
  }
  return path;
}

async function migrateOrClose(db: Db, path: string): Promise<void> {
  try {
    await migrate(db, path);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
