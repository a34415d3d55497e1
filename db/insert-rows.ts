import type { Insertable } from 'kysely';
import type { Tx } from './open.ts';
import { rowsOf } from './run-query.ts';
import type { Schema } from './schema.ts';

/** As many rows as go into one statement. */
const MOST_ROWS = 64;

/**
 * Adds rows, each with a value (null too) for the same columns. Statements come in a
 * few sizes, each built once, so that a million rows cost little more than SQLite takes.
 */
export async function insertRows<Table extends keyof Schema>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Schema[Table]>[],
  mode: Mode = 'new',
): Promise<void> {
  let from = 0;
  while (from < rows.length) {
    let size = MOST_ROWS;
    while (size > rows.length - from) size /= 2;
    // A row that is there may as well be given twice, and then one statement will do.
    if (mode === 'unless there' && size < Math.min(MOST_ROWS, rows.length - from)) size *= 2;
    const some = rows.slice(from, from + size);
    while (some.length < size) some.push(...some.slice(0, size - some.length));
    const statement = statementFor(tx, table, some, mode);
    await rowsOf(tx, statement.query, statement.valuesOf(some));
    from += size;
  }
}

/** Whether a row whose key is there already is a mistake, or passed over. */
type Mode = 'new' | 'unless there';

type Row = Readonly<Record<string, unknown>>;

interface InsertStatement {
  readonly query: ReturnType<typeof compile>;
  valuesOf(rows: readonly Row[]): unknown[];
}

const statementsOf = new WeakMap<object, Map<string, InsertStatement>>();

function statementFor(
  tx: Tx,
  table: keyof Schema,
  rows: readonly Row[],
  mode: Mode,
): InsertStatement {
  const { adapter } = tx.getExecutor();
  const built = statementsOf.get(adapter) ?? new Map<string, InsertStatement>();
  statementsOf.set(adapter, built);

  const columns = Object.keys(rows[0] ?? {});
  const name = `${mode} ${table} ${rows.length} ${columns.join()}`;
  const kept = built.get(name);
  if (kept !== undefined) return kept;

  const statement: InsertStatement = {
    query: compile(tx, table, rows, mode),
    valuesOf: (given) => given.flatMap((row) => columns.map((column) => row[column])),
  };
  built.set(name, statement);
  return statement;
}

function compile(tx: Tx, table: string, rows: readonly Row[], mode: Mode) {
  const insert = tx.withTables<Record<string, Row>>().insertInto(table).values(rows);
  return mode === 'new'
    ? insert.compile()
    : insert.onConflict((conflict) => conflict.doNothing()).compile();
}
