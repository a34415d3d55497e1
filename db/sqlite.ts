import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
  type ValueNode,
} from 'kysely';
import type { RecordFile } from './backup.ts';
import { changesRecord } from './changes-record.ts';
import { type QueryWatch, watched } from './query-watch.ts';
import { type SeenPart, sightedViews } from './sighted-views.ts';

/** Statements kept ready; the hot path has a few dozen. */
const STATEMENTS_KEPT = 500;

const BUSY_TIMEOUT = 2000;

/** Set on every connection: SQLite forgets most of them when a file is closed. */
const PRAGMAS = [
  { name: 'busy_timeout', set: `${BUSY_TIMEOUT}`, is: BUSY_TIMEOUT },
  { name: 'journal_mode', set: 'wal', is: 'wal' },
  { name: 'synchronous', set: 'full', is: 2 },
  // 48 MB between two rounds of writing back: a page that changes often is written back once.
  { name: 'wal_autocheckpoint', set: '12000', is: 12000 },
  // Longer than that only while somebody reads on, and then cut again.
  { name: 'journal_size_limit', set: '67108864', is: 67_108_864 },
  { name: 'foreign_keys', set: 'on', is: 1 },
  { name: 'recursive_triggers', set: 'on', is: 1 },
  { name: 'trusted_schema', set: 'off', is: 0 },
] as const;

const COMMIT = /^\s*commit\b/i;

const BEGIN_TO_READ = CompiledQuery.raw('begin');
const BEGIN_TO_WRITE = CompiledQuery.raw('begin immediate');
const DO_NOT_WAIT = CompiledQuery.raw('pragma busy_timeout = 0');
const WAIT = CompiledQuery.raw(`pragma busy_timeout = ${BUSY_TIMEOUT}`);

/** How a file is used. */
interface FileUse {
  /** As a view of these parts of the record alone. */
  readonly seen?: readonly SeenPart[] | null;
  readonly watch?: QueryWatch | null;
}

/** SQLite as Summit uses it: durable, strict about keys, statements prepared once. */
export class SqliteFile extends SqliteDialect {
  readonly #open: () => Promise<StatementKeeper>;
  #file: StatementKeeper | undefined;

  readonly #watch: QueryWatch | null;

  constructor(path: string, { seen = null, watch = null }: FileUse = {}) {
    const open = async (): Promise<StatementKeeper> => (this.#file = openFile(path, seen, watch));
    super({ database: open });
    this.#open = open;
    this.#watch = watch;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#open });
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new BlindCompiler();
  }

  override createAdapter(): SqliteAdapter {
    return new SummitAdapter(() => this.#file ?? null, this.#watch);
  }
}

function openFile(
  path: string,
  seen: readonly SeenPart[] | null,
  watch: QueryWatch | null,
): StatementKeeper {
  if (path !== ':memory:') refuseReadOnly(path);
  const database = new Database(path);
  try {
    for (const { name, set, is } of PRAGMAS) {
      if (name === 'journal_mode' && database.memory) continue;
      database.pragma(`${name} = ${set}`);
      const now: unknown = database.pragma(name, { simple: true });
      if (now !== is) throw new Error(`${path}: ${name} stays ${String(now)}, wanted ${is}`);
    }
    if (seen !== null) limitTo(database, seen);
  } catch (error) {
    database.close();
    throw error;
  }
  return new StatementKeeper(database, watch);
}

/** From now on the connection finds nothing but these parts of the record. */
function limitTo(database: Database.Database, seen: readonly SeenPart[]): void {
  database.pragma('temp_store = memory');
  const columns = database
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck();
  const views = sightedViews(seen, {
    home: 'main',
    seen: [
      'create temp table seen (id text primary key, root text not null, depth integer not null) strict, without rowid',
      'create index temp.seen_by_root on seen (root, id)',
    ],
    // A view has no numbers of rows by itself: what was recorded in one moment is told apart by them.
    numbers: 't.rowid as rowid, ',
    columnsOf: (table) => columns.all(table),
  });
  for (const sql of views) database.exec(sql);
}

/** SQLite would open such a file for reading only and fail at the first write. */
function refuseReadOnly(path: string): void {
  accessSync(dirname(path), constants.W_OK);
  if (existsSync(path)) accessSync(path, constants.W_OK);
}

/** Prepares each text of SQL once. A statement that is being stepped through is never shared. */
class StatementKeeper implements SqliteDatabase {
  readonly #database: Database.Database;
  readonly #kept = new Map<string, SqliteStatement>();
  readonly #watch: QueryWatch | null;
  readonly #othersVersion: Database.Statement<[], number>;
  #writes = 0;
  /** As many writes as the version in the file knows of. */
  #told = 0;
  /** What was read last, and what told then whether anything was written at all. */
  #token: { readonly at: string; readonly token: number } | null = null;

  constructor(database: Database.Database, watch: QueryWatch | null) {
    this.#database = database;
    this.#watch = watch;
    this.#othersVersion = database.prepare<[], number>('pragma data_version').pluck();
  }

  /** Another text whenever anything of the record may have been written, by this process or another one. */
  version(): string {
    const at = `${this.#writes}:${this.#othersVersion.get()}`;
    if (this.#token?.at !== at) {
      const [row] = this.prepare('select token from record_version').all([]);
      this.#token = { at, token: (row as { readonly token: number }).token };
    }
    return `${this.#writes}:${this.#token.token}`;
  }

  /** What is copied for a backup. */
  recordFile(): RecordFile {
    const { memory, name } = this.#database;
    return {
      path: memory ? ':memory:' : name,
      contents: () => this.#database.serialize(),
    };
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  prepare(sql: string): SqliteStatement {
    const kept = this.#kept.get(sql);
    if (kept !== undefined) return kept;

    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= STATEMENTS_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const made = this.#statement(sql);
    const kind = COMMIT.test(sql) ? 'commit' : made.reader ? 'read' : 'write';
    const statement = watched(made, kind, this.#watch);
    this.#kept.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#kept.clear();
    this.#database.close();
  }

  #statement(sql: string): SqliteStatement {
    const prepared = this.#database.prepare(sql);
    const iterate: SqliteStatement['iterate'] = (parameters) =>
      this.#database.prepare(sql).iterate(parameters);
    if (COMMIT.test(sql)) {
      const run: SqliteStatement['run'] = (parameters) => {
        if (this.#told < this.#writes) this.#tell();
        return prepared.run(parameters);
      };
      return { reader: false, all: () => [], run, iterate };
    }
    const isRecord = !prepared.readonly && changesRecord(sql);
    const made = <T>(step: () => T): T => (isRecord ? this.#write(step) : step());
    return {
      reader: prepared.reader,
      // A write that returns rows is read like a query.
      all: (parameters) => made(() => prepared.all(parameters)),
      run: (parameters) => made(() => prepared.run(parameters)),
      iterate,
    };
  }

  /** Everyone who reads what is written finds another version with it. */
  #write<T>(step: () => T): T {
    this.#writes += 1;
    if (this.#database.inTransaction) return step();
    const alone = this.#database.transaction(() => {
      this.#tell();
      return step();
    });
    return alone.immediate();
  }

  #tell(): void {
    this.prepare('update "record_version" set token = random()').run([]);
    this.#told = this.#writes;
  }
}

/** Takes the right to write at once, so that no transaction finds out halfway that it can't; a reader takes none. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    if (settings?.accessMode === 'read only') {
      await connection.executeQuery(BEGIN_TO_READ);
      return;
    }
    // SQLite would wait in its sleep, and nobody would be answered meanwhile: whoever begins asks again.
    await connection.executeQuery(DO_NOT_WAIT);
    try {
      await connection.executeQuery(BEGIN_TO_WRITE);
    } finally {
      await connection.executeQuery(WAIT);
    }
  }

  /** SQLite has rolled back by itself after some failures, a full disk for one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) {
        throw error;
      }
    }
  }
}

/**
 * Keeps SQLite from looking at the values of a read while it plans. It would plan afresh at
 * each run with other values, and that takes two to three times as long as the read itself.
 * See docs/decisions/0010-values-the-planner-cannot-see.md.
 */
class BlindCompiler extends SqliteQueryCompiler {
  protected override visitValue(node: ValueNode): void {
    const [root] = this.nodeStack;
    if (node.immediate === true || root?.kind !== 'SelectQueryNode') return super.visitValue(node);
    this.append('(select ');
    super.visitValue(node);
    this.append(')');
  }
}

/** What Summit asks of its database beyond SQL. */
class SummitAdapter extends SqliteAdapter {
  readonly #file: () => StatementKeeper | null;
  readonly #watch: QueryWatch | null;

  constructor(file: () => StatementKeeper | null, watch: QueryWatch | null) {
    super();
    this.#file = file;
    this.#watch = watch;
  }

  version(): string | null {
    return this.#file()?.version() ?? null;
  }

  recordFile(): RecordFile | null {
    return this.#file()?.recordFile() ?? null;
  }

  /** The same file with nothing in it but these parts of the record. */
  viewOf(seen: readonly SeenPart[]): SqliteFile {
    const file = this.recordFile();
    if (file === null || file.path === ':memory:') {
      throw new Error('A record in memory has no views: what is restricted needs a file');
    }
    return new SqliteFile(file.path, { seen, watch: this.#watch });
  }

  /**
   * The rows of a query, asked of SQLite at once. Null when it has to wait in line: somebody
   * else's transaction is under way on the one connection, or there is no connection yet.
   */
  rowsAtOnce(
    sql: string,
    parameters: readonly unknown[],
    isTransaction: boolean,
  ): unknown[] | null {
    const file = this.#file();
    if (file === null || (!isTransaction && file.inTransaction)) return null;
    // SQLite has ended it by itself after a failure: what is written now would stand alone.
    if (isTransaction && !file.inTransaction) throw new Error('The transaction is over');
    const statement = file.prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  /** SQLite undoes changes of tables too, so all migrations can be one transaction. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
