import Database from 'better-sqlite3';

/** How much a record holds. */
export interface Contents {
  readonly agendas: number;
  readonly issues: number;
  /** Those withdrawn or replaced too: they are part of its history. */
  readonly entries: number;
}

/** What a file turned out to be. */
export type Inspection =
  | { readonly kind: 'whole' }
  /** In SQLite's words. */
  | { readonly kind: 'damaged'; readonly found: string }
  | { readonly kind: 'foreign' };

/**
 * Looks through all of a copy, and makes it a file that needs none beside it. `thorough` also
 * holds every index against its table, which takes six times as long.
 */
export function inspectCopy(path: string, how: 'quick' | 'thorough'): Inspection {
  const database = new Database(path, { fileMustExist: true });
  try {
    database.pragma('journal_mode = delete');
    const found = wrongIn(database, how);
    if (found !== null) return { kind: 'damaged', found };
    return isSummits(database) ? { kind: 'whole' } : { kind: 'foreign' };
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code === 'SQLITE_NOTADB') return { kind: 'foreign' };
    if (!code.startsWith('SQLITE_CORRUPT')) throw error;
    return { kind: 'damaged', found: String(error) };
  } finally {
    database.close();
  }
}

/** How much is in a whole record. */
export function contentsOf(path: string): Contents {
  const database = new Database(path, { fileMustExist: true });
  try {
    const count = (table: string): number =>
      database.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
    return { agendas: count('agendas'), issues: count('issues'), entries: count('entries') };
  } finally {
    database.close();
  }
}

/** The first thing that is wrong; null in a sound file. */
export function wrongIn(database: Database.Database, how: 'quick' | 'thorough'): string | null {
  const check = how === 'quick' ? 'quick_check(1)' : 'integrity_check(1)';
  const said = database.pragma(check, { simple: true });
  if (said !== 'ok') return String(said);
  const [orphan] = database.prepare<[], { table: string }>('pragma foreign_key_check').all();
  return orphan === undefined ? null : `a row of ${orphan.table} refers to nothing`;
}

/** By the first step every record of Summit's has behind it. */
export function isSummits(database: Database.Database): boolean {
  const tables = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'");
  if (tables.get() === undefined) return false;
  const steps = database.prepare("select 1 from kysely_migration where name = '0001-record'");
  return steps.get() !== undefined;
}
