import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DatabaseProblem } from './database-problem.ts';
import * as record from './migrations/0001-record.ts';
import * as names from './migrations/0002-names.ts';
import * as cards from './migrations/0003-cards.ts';
import * as changes from './migrations/0004-changes.ts';
import * as digests from './migrations/0005-digests.ts';
import * as version from './migrations/0006-version.ts';
import * as access from './migrations/0007-access.ts';
import * as installations from './migrations/0008-installations.ts';
import * as markings from './migrations/0009-markings.ts';
import * as standingDays from './migrations/0010-standing-days.ts';
import * as forgottenReadings from './migrations/0011-forgotten-readings.ts';
import { isOnPostgres } from './migrations/on-postgres.ts';
import type { Db } from './open.ts';

/** Every step from an empty file to today's tables, in order. A released step never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-record': record,
  '0002-names': names,
  '0003-cards': cards,
  '0004-changes': changes,
  '0005-digests': digests,
  '0006-version': version,
  '0007-access': access,
  '0008-installations': installations,
  '0009-markings': markings,
  '0010-standing-days': standingDays,
  '0011-forgotten-readings': forgottenReadings,
};

/**
 * Brings the tables up to date: all steps or none. Refuses a file that a newer Summit has written.
 * `first` is done before a record that is there already is changed, and told its last step.
 */
export async function migrate(
  db: Db,
  path: string,
  first: (last: string) => Promise<void> = async () => {},
): Promise<void> {
  const done = await listDone(db);
  const { unknown, missing } = stepsAhead(done);
  if (unknown.length > 0) throw newerProblem(path, unknown);
  if (missing.length === 0) return;

  const last = done.toSorted().at(-1);
  if (last !== undefined) await first(last);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Of the steps a file has behind it, those that nobody here knows; and those that it has still before it. */
export function stepsAhead(done: readonly string[]): {
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
} {
  return {
    unknown: done.filter((name) => !(name in MIGRATIONS)),
    missing: Object.keys(MIGRATIONS).filter((name) => !done.includes(name)),
  };
}

export function newerProblem(path: string, unknown: readonly string[]): DatabaseProblem {
  return new DatabaseProblem(
    `${path} was written by a newer Summit (it knows ${unknown.join(', ')}): update Summit, or use another file.`,
  );
}

/** The steps this file has behind it, as Kysely's migrator remembers them. */
export async function listDone(db: Db): Promise<string[]> {
  const tables = isOnPostgres(db)
    ? sql`select 1 from pg_tables where schemaname = current_schema() and tablename = 'kysely_migration'`
    : sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`;
  const { rows } = await tables.execute(db);
  if (rows.length === 0) return [];

  const steps = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return steps.rows.map((step) => step.name);
}
