import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import * as record from '../../db/migrations/0001-record.ts';
import * as names from '../../db/migrations/0002-names.ts';
import * as cards from '../../db/migrations/0003-cards.ts';
import * as changes from '../../db/migrations/0004-changes.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import { listUntoldSince, listUntoldWatchers } from '../../db/told-watches.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { BOB, NOON, say } from '../support/desk.ts';
import { allSeen } from '../support/all-seen.ts';
import { preparedBy, stepsOf } from '../support/query-plans.ts';

/** The steps of a record from before news was told. */
const BEFORE = {
  '0001-record': record,
  '0002-names': names,
  '0003-cards': cards,
  '0004-changes': changes,
};

test('in a record from before news was told, what was recorded until then counts as told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'summit-'));
  const path = join(folder, 'summit.db');
  const today = await openDatabase(`sqlite:${join(folder, 'today.db')}`);
  const issues = ['grain', 'fish'].map((key) => ({ key, title: `The ${key}` }));
  await put(today, agendaOf(issues));
  await say(today, 'watch grain and fish');
  await say(today, 'update grain in talks', { who: BOB });
  await closeDatabase(today);
  await copyAsBefore(join(folder, 'today.db'), path);

  const after = await openDatabase(`sqlite:${path}`);
  expect(await listUntoldWatchers(after)).toEqual([]);
  await say(after, 'update fish in talks', { who: BOB });
  expect(await listUntoldWatchers(after)).toMatchObject([{ userId: 'U0ALICE' }]);
  await closeDatabase(after);
});

/** What a record of today holds, as far as the tables of then had room for it. */
async function copyAsBefore(from: string, to: string): Promise<void> {
  const file = new Database(to);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) });
  const provider = { getMigrations: async () => BEFORE };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  file.pragma('foreign_keys = off');
  file.prepare('attach ? as today').run(from);
  const tables = file
    .prepare<[], string>(
      "select name from main.sqlite_master where type = 'table' and name not like 'kysely%'",
    )
    .pluck()
    .all();
  for (const table of tables) {
    const columns = file
      .prepare<[], string>(`select name from pragma_table_info('${table}')`)
      .pluck()
      .all();
    const named = columns.map((column) => `"${column}"`).join();
    file.exec(`insert into main.${table} (${named}) select ${named} from today.${table}`);
  }
  await db.destroy();
}

test('once Summit runs, whoever is to be told is found without reading all that is watched', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  const db = await openDatabase(`sqlite:${path}`);
  await put(db, agendaOf([{ key: 'grain', title: 'The grain' }]));
  await say(db, 'watch grain');
  let now = NOON;
  const log = pino({ level: 'silent' });
  const reminders = new Reminders({ db, now: () => now, log, seenAt: allSeen(db) });
  await reminders.look(() => false);

  const asked = await preparedBy(async () => {
    await say(db, 'update grain in talks', { who: BOB });
    now = NOON.add({ minutes: 2 });
    await reminders.look(() => false);
  });
  expect(await db.selectFrom('posts').select('place').execute()).toEqual([{ place: 'U0ALICE' }]);

  const queries = [...asked].filter((sql) => sql.includes('told_watches'));
  const scans = stepsOf(path, queries).filter((step) => /^SCAN (?!CONSTANT)/.test(step));
  expect(asked.size).toBeGreaterThan(5);
  expect(scans).toEqual([]);
  await closeDatabase(db);
});

test('in another log than the one that was looked at, nothing is known of what was told since', async () => {
  const db = await openDatabase('sqlite::memory:');
  await put(db, agendaOf([{ key: 'grain', title: 'The grain' }]));
  const head = await readAuditHead(db);
  expect(await listUntoldSince(db, head)).toEqual([]);
  expect(await listUntoldSince(db, { ...head, hash: 'another' })).toBeNull();
  await closeDatabase(db);
});
