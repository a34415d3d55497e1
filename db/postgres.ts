import {
  type AbortableOperationOptions,
  CompiledQuery,
  type CreateTableNode,
  type DatabaseConnection,
  type DataTypeNode,
  type Driver,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { type ClientBase, Pool, type PoolConfig, types } from 'pg';
import { changesRecord } from './changes-record.ts';
import { DatabaseProblem } from './database-problem.ts';
import { PreparedReads } from './prepared-reads.ts';
import type { QueryWatch } from './query-watch.ts';
import { type SeenPart, sightedViews } from './sighted-views.ts';
import { failedQuery, type Trouble, troubleOf, unreachable } from './trouble.ts';

/** Connections to the record, and to each of its views: a reader never waits for a writer. */
const MOST_CONNECTIONS = { record: 8, view: 2 } as const;

/** All in milliseconds. */
const TIMES: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 10_000,
  // Whoever waits for the right to write asks again after this, for as long as they have patience.
  lock_timeout: 500,
  // A process that hangs, or was cut off, holds nobody up for longer.
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 60_000,
};

const BEGIN_TO_READ = CompiledQuery.raw('begin isolation level repeatable read read only');
/** One writer at a time, as in SQLite: whoever has this row writes, and sees all that was written before. */
const BEGIN_TO_WRITE = CompiledQuery.raw('select token from record_version for update');

const NEW_VERSION = CompiledQuery.raw(
  'update "record_version" set token = floor(random() * 9007199254740991)',
);
const ROLL_BACK = CompiledQuery.raw('rollback');

/** What a number is that is no double: counts and sums are small enough to be one. */
const NUMBERS = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC]);

export interface PostgresOptions {
  readonly url: string;
  /** With them it is a view of these parts of the record alone. */
  readonly seen?: readonly SeenPart[];
  /** True while there may be no tables yet. */
  readonly isNew?: boolean;
  /** Hears how long reads take. */
  readonly watch?: QueryWatch | null;
}

/** PostgreSQL as Summit uses it: texts in the order of their bytes, whole numbers, one writer at a time. */
export class PostgresServer extends PostgresDialect {
  readonly #driver: PatientDriver;
  readonly #adapter: PostgresAdapter;

  constructor({ url, seen, isNew = false, watch = null }: PostgresOptions) {
    const pool = new Pool({
      ...TIMES,
      connectionString: url,
      application_name: 'summit',
      max: seen === undefined ? MOST_CONNECTIONS.record : MOST_CONNECTIONS.view,
      types: { getTypeParser: typeParser },
      ...(seen !== undefined && { onConnect: limitedTo(seen) }),
    });
    // One that breaks is let go of, and another one made when it is needed. Whoever uses it hears
    // of that by their query, and not by an event that nobody expects.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    super({ pool });
    this.#driver = isNew ? new PatientDriver({ pool }) : new OneWriterDriver({ pool });
    const viewOf = (parts: readonly SeenPart[]): PostgresServer =>
      new PostgresServer({ url, seen: parts, watch });
    const reads = new PreparedReads(pool, watch);
    this.#adapter = new SummitAdapter(() => (this.#driver.isBegun ? reads : null), viewOf);
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new SummitCompiler();
  }

  override createAdapter(): PostgresAdapter {
    return this.#adapter;
  }
}

/** The sentence for a failure that someone can do something about; any other failure as it was. */
export function postgresProblem(error: unknown, url: string): unknown {
  const trouble = troubleOf(error);
  const sentence = trouble === null ? null : sentenceFor(trouble, placeIn(url));
  return sentence === null ? error : new DatabaseProblem(sentence, { cause: error });
}

function sentenceFor(trouble: Trouble, place: string): string | null {
  switch (trouble) {
    case 'unreachable':
      return `PostgreSQL at ${place} can't be reached: start it, or set DATABASE_URL to where it is.`;
    case 'not-allowed':
      return `PostgreSQL at ${place} lets Summit in with neither this name nor this password: mend them in DATABASE_URL.`;
    case 'no-database':
      return `PostgreSQL at ${place} has no such database: make it, or mend its name in DATABASE_URL.`;
    case 'not-writable':
      return `Summit may not write to its database at ${place}: give its user leave to, or set DATABASE_URL to another one.`;
    case 'disk-full':
      return `There is no room left on the disk of PostgreSQL at ${place}: make some, and try again.`;
    case 'locked':
      return `Another program holds the record at ${place}: stop it, or wait until it is done, and try again.`;
    case 'damaged':
    case 'disk-failed':
    case 'not-a-file':
      return null;
  }
}

/** What to do about a record that has not arrived whole. */
export function movedInPart(url: string): DatabaseProblem {
  return new DatabaseProblem(
    `A record was moved to ${placeIn(url)} in part: run the move again, and it goes on.`,
  );
}

/** Where a database is, without anything secret. */
export function placeIn(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'that address';
  }
}

function typeParser(oid: number, format?: 'binary' | 'text'): (value: string) => unknown {
  return NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format);
}

/** The pool waits for it, though its types don't say so. */
function limitedTo(seen: readonly SeenPart[]): (client: ClientBase) => void {
  const limit: (client: ClientBase) => unknown = (client) => limitTo(client, seen);
  return limit;
}

/** From now on the connection finds nothing but these parts of the record. */
async function limitTo(client: ClientBase, seen: readonly SeenPart[]): Promise<void> {
  const { rows } = await client.query<{ home: string; table: string; column: string }>(`
    select table_schema as home, table_name as table, column_name as column
    from information_schema.columns where table_schema = current_schema()
    order by table_name, ordinal_position
  `);
  const views = sightedViews(seen, {
    home: `"${rows[0]?.home ?? 'public'}"`,
    seen: [
      'create temp table seen (id text collate "C" primary key, root text collate "C" not null, depth integer not null)',
      'create index seen_by_root on seen (root, id)',
    ],
    numbers: '',
    columnsOf: (table) => rows.filter((row) => row.table === table).map(({ column }) => column),
  });
  await client.query(views.join(';\n'));
}

/** Says of a server that doesn't answer, or no longer does, that it is the record which can't be reached. */
class PatientDriver extends PostgresDriver {
  /** Kysely ends the connections of a driver that it has begun, and of no other. */
  isBegun = false;
  readonly #watched = new WeakSet<DatabaseConnection>();

  override async init(...given: Parameters<PostgresDriver['init']>): Promise<void> {
    await super.init(...given);
    this.isBegun = true;
  }

  override async acquireConnection(
    options?: AbortableOperationOptions,
  ): Promise<DatabaseConnection> {
    const connection = await this.#acquire(options);
    if (!this.#watched.has(connection)) this.watch(connection);
    this.#watched.add(connection);
    return connection;
  }

  /** Called once of each connection. */
  protected watch(connection: DatabaseConnection): void {
    const ask = connection.executeQuery.bind(connection);
    connection.executeQuery = async (query) => {
      try {
        return await ask<never>(query);
      } catch (error) {
        throw failedQuery(error);
      }
    };
  }

  async #acquire(options?: AbortableOperationOptions): Promise<DatabaseConnection> {
    try {
      return await super.acquireConnection(options);
    } catch (error) {
      throw unreachable(error);
    }
  }
}

/** One writer at a time; and whoever reads what was written finds another version with it. */
class OneWriterDriver extends PatientDriver {
  /** Connections in a transaction, and whether it changed the record. */
  readonly #writing = new Map<DatabaseConnection, boolean>();

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    if (settings.accessMode === 'read only') {
      await connection.executeQuery(BEGIN_TO_READ);
      return;
    }
    await super.beginTransaction(connection, settings);
    try {
      await connection.executeQuery(BEGIN_TO_WRITE);
    } catch (error) {
      await connection.executeQuery(ROLL_BACK);
      throw error;
    }
    this.#writing.set(connection, false);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const changed = this.#writing.get(connection) === true;
    if (changed) await connection.executeQuery(NEW_VERSION);
    this.#writing.delete(connection);
    await super.commitTransaction(connection);
  }

  override async rollbackTransaction(
    connection: Parameters<PostgresDriver['rollbackTransaction']>[0],
  ): Promise<void> {
    this.#writing.delete(connection);
    await super.rollbackTransaction(connection);
  }

  protected override watch(connection: DatabaseConnection): void {
    super.watch(connection);
    const ask = connection.executeQuery.bind(connection);
    connection.executeQuery = async (query) => {
      const isChange = changesRecord(query.sql);
      const isAlone = !this.#writing.has(connection);
      if (isChange && !isAlone) this.#writing.set(connection, true);
      const result = await ask<never>(query);
      if (isChange && isAlone) await ask(NEW_VERSION);
      return result;
    };
  }
}

/** Writes the tables that SQLite's are written as: `strict` is its word for what PostgreSQL always is. */
class SummitCompiler extends PostgresQueryCompiler {
  protected override visitCreateTable({ endModifiers: _, ...node }: CreateTableNode): void {
    super.visitCreateTable(node);
  }

  protected override visitDataType(node: DataTypeNode): void {
    const isColumn = this.parentNode?.kind === 'ColumnDefinitionNode';
    if (isColumn && node.dataType === 'text') this.append('text collate "C"');
    else if (isColumn && node.dataType === 'integer') this.append('bigint');
    else super.visitDataType(node);
  }
}

/** What Summit asks of its database beyond SQL. */
class SummitAdapter extends PostgresAdapter {
  /** The same database with nothing in it but these parts of the record. */
  readonly viewOf: (seen: readonly SeenPart[]) => PostgresServer;
  readonly #reads: () => PreparedReads | null;

  constructor(
    reads: () => PreparedReads | null,
    viewOf: (seen: readonly SeenPart[]) => PostgresServer,
  ) {
    super();
    this.viewOf = viewOf;
    this.#reads = reads;
  }

  /** The rows of a query outside of transactions. Null where Kysely has yet to begin: the first is asked through it. */
  async rowsOf(sql: string, parameters: readonly unknown[]): Promise<unknown[] | null> {
    return this.#reads()?.rows(sql, parameters) ?? null;
  }
}
