import { sql } from 'kysely';
import { isOnPostgres } from '../../db/migrations/on-postgres.ts';
import type { Db } from '../../db/open.ts';

/** What somebody does to a table with a tool of their own. */
export interface Tampering {
  readonly table: string;
  readonly how: 'cut' | 'drop' | 'edit' | 'insert' | 'swap';
  /** Which row, and which of its columns, each taken as often as it takes to fit. */
  readonly row: number;
  readonly column: number;
}

type Row = Record<string, number | string | null>;

/** Lets anyone write anything, as a tool that knows nothing of Summit does. */
export async function openToAll(db: Db): Promise<void> {
  for (const table of ['audit_lines', 'readings']) {
    const on = isOnPostgres(db) ? sql`on ${sql.id(table)}` : sql``;
    for (const what of ['stay', 'remain', 'follow']) {
      await sql`drop trigger ${sql.id(`${table}_${what}`)} ${on}`.execute(db);
    }
  }
  if (isOnPostgres(db)) return;
  await sql`pragma foreign_keys = off`.execute(db);
  await sql`pragma ignore_check_constraints = on`.execute(db);
}

export async function rowsIn(db: Db, table: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db);
  return rows;
}

/** Puts a table back to what it was. */
export async function putBack(db: Db, table: string, rows: readonly Row[]): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(db);
  for (const row of rows) await insert(db, table, row);
}

/** The rows of the table as they are afterwards; null when it can't be done to this table. */
export function tamperedRows(
  rows: readonly Row[],
  { how, row: at, column }: Tampering,
): readonly (readonly Row[])[] {
  const index = at % Math.max(rows.length, 1);
  const row = rows[index];
  if (row === undefined) return [];
  const columns = Object.keys(row);
  const turned = [
    ...columns.slice(column % columns.length),
    ...columns.slice(0, column % columns.length),
  ];
  switch (how) {
    case 'cut':
      return [rows.slice(0, index)];
    case 'drop':
      return [rows.toSpliced(index, 1)];
    case 'edit':
      return turned.map((name) => rows.with(index, altered(row, name)));
    case 'insert':
      return [
        ...turned.map((name) => [...rows, altered(row, name)]),
        ...turned.flatMap((one) =>
          columns.map((other) => [...rows, altered(altered(row, one), other)]),
        ),
      ];
    case 'swap': {
      const other = rows[(index + 1) % rows.length];
      if (other === undefined || other === row || !('seq' in row)) return [];
      const seq = row['seq'] ?? null;
      return [
        rows
          .with(index, { ...other, seq })
          .with((index + 1) % rows.length, { ...row, seq: other['seq'] ?? null }),
      ];
    }
  }
}

function altered(row: Row, column: string): Row {
  const value = row[column];
  return { ...row, [column]: typeof value === 'number' ? value + 1 : `${value ?? ''}x` };
}

async function insert(db: Db, table: string, row: Row): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  const values = sql.join(Object.values(row));
  await sql`insert into ${sql.table(table)} (${columns}) values (${values})`.execute(db);
}
