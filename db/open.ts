import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, type Transaction } from 'kysely';
import { copyBeforeUpgrade } from './copy-before-upgrade.ts';
import { DatabaseProblem, SERVERS_OWN_WAYS } from './database-problem.ts';
import { migrate } from './migrate.ts';
import { type QueryWatch, timing } from './query-watch.ts';
import type { Schema } from './schema.ts';
import { closeViews } from './sighted.ts';
import { sqliteProblem } from './sqlite-problem.ts';
import { recordVersion } from './version.ts';
import { troubleOf } from './trouble.ts';

/** What a read takes. A transaction is one too. */
export type Db = Kysely<Schema>;

/** What a write of several rows takes, so that the type says it is all or nothing. */
export type Tx = Transaction<Schema>;

/** What `better-sqlite3` 13 needs; without it the process would die without a word. */
const NODE_API_NEEDED = 10;

export interface OpenOptions {
  /** Hears how long each query takes. */
  readonly watch?: QueryWatch | null;
  /** Hears of the copy that was made of a file before its tables were brought up to date. */
  readonly copied?: (copy: string) => void;
}

/**
 * Opens the record at `sqlite:path`, `sqlite::memory:` or `postgres://…`, and brings its tables
 * up to date; a file once it was copied. Throws a `DatabaseProblem` when someone has to do
 * something first.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Db> {
  return isPostgres(url) ? openServer(url, options) : openFile(pathOf(url), options);
}

/** True of the address of a PostgreSQL database. */
export function isPostgres(url: string): boolean {
  return /^postgres(?:ql)?:/i.test(url);
}

async function openServer(url: string, { watch = null }: OpenOptions): Promise<Db> {
  const { movedInPart, PostgresServer, placeIn, postgresProblem } = await import('./postgres.ts');
  try {
    // Until there are tables nothing says who may write.
    const first: Db = new Kysely({ dialect: new PostgresServer({ url, isNew: true }) });
    try {
      await migrate(first, placeIn(url));
    } finally {
      await first.destroy();
    }
    const db: Db = new Kysely({
      dialect: new PostgresServer({ url, watch }),
      ...(watch !== null && { log: timing(watch) }),
    });
    if ((await recordVersion(db)) !== null) return db;
    await db.destroy();
    throw movedInPart(url);
  } catch (error) {
    throw postgresProblem(error, url);
  }
}

async function openFile(path: string, { watch = null, copied }: OpenOptions): Promise<Db> {
  if (Number(process.versions.napi) < NODE_API_NEEDED) {
    throw new DatabaseProblem(
      `Summit needs Node 22.14 or newer, and this is ${process.version}: run it through npm, which brings its own.`,
    );
  }

  const { SqliteFile } = await import('./sqlite.ts');
  try {
    if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
    const db: Db = new Kysely({ dialect: new SqliteFile(path, { watch }) });
    await migrateOrClose(db, path, copied);
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

/** The sentence for a failure that someone can do something about; any other failure as it was. */
export async function problemWith(error: unknown, url: string): Promise<unknown> {
  if (isPostgres(url)) return (await import('./postgres.ts')).postgresProblem(error, url);
  return sqliteProblem(error, url.replace(/^sqlite:/, ''));
}

/** The path in `sqlite:path`. Throws a `DatabaseProblem` for anything else. */
export function pathOf(url: string): string {
  if (isPostgres(url)) {
    throw new DatabaseProblem(SERVERS_OWN_WAYS);
  }
  const path = /^sqlite:(.+)$/s.exec(url)?.[1]?.trim() ?? '';
  if (path === '') {
    throw new DatabaseProblem(
      'DATABASE_URL must be sqlite: and the path of a file, such as sqlite:data/summit.db, or the address of a PostgreSQL database.',
    );
  }
  return path;
}

async function migrateOrClose(db: Db, path: string, copied: OpenOptions['copied']): Promise<void> {
  try {
    await migrate(db, path, async (last) => {
      const copy = await copyBeforeUpgrade(db, path, last);
      copied?.(copy.path);
    });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
