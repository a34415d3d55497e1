import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import { listUntoldSince, listUntoldWatchers } from '../../db/told-watches.ts';
import { Reminders } from '../../src/digests/reminders.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { BOB, NOON, say } from '../support/desk.ts';

const STEPS = ['0005-digests', '0006-version', '0007-access', '0008-installations'];

/** The tables these steps make. */
const TABLES = STEPS.flatMap((step) => [
  ...readFileSync(`db/migrations/${step}.ts`, 'utf8').matchAll(/\.createTable\('(\w+)'\)/g),
]).flatMap(([, name]) => name ?? []);

test('in a record from before news was told, what was recorded until then counts as told', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  const before = await openDatabase(`sqlite:${path}`);
  const names = ['grain', 'fish'].map((key) => ({ key, title: `The ${key}` }));
  await put(before, agendaOf(names));
  await say(before, 'watch grain and fish');
  await say(before, 'update grain in talks', { who: BOB });
  await closeDatabase(before);
  const file = new Database(path);
  file.pragma('foreign_keys = off');
  for (const table of TABLES) file.exec(`drop table ${table}`);
  const forget = file.prepare('delete from kysely_migration where name = ?');
  for (const step of STEPS) forget.run(step);
  file.close();

  const after = await openDatabase(`sqlite:${path}`);
  expect(await listUntoldWatchers(after)).toEqual([]);
  await say(after, 'update fish in talks', { who: BOB });
  expect(await listUntoldWatchers(after)).toMatchObject([{ userId: 'U0ALICE' }]);
  await closeDatabase(after);
});

test('once Summit runs, whoever is to be told is found without reading all that is watched', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
  const db = await openDatabase(`sqlite:${path}`);
  await put(db, agendaOf([{ key: 'grain', title: 'The grain' }]));
  await say(db, 'watch grain');
  let now = NOON;
  const log = pino({ level: 'silent' });
  const reminders = new Reminders({ db, now: () => now, log });
  await reminders.look(() => false);

  const prepare = vi.spyOn(Database.prototype, 'prepare');
  await say(db, 'update grain in talks', { who: BOB });
  now = NOON.add({ minutes: 2 });
  await reminders.look(() => false);
  const asked = new Set(prepare.mock.calls.map(([sql]) => sql));
  prepare.mockRestore();
  expect(await db.selectFrom('posts').select('place').execute()).toEqual([{ place: 'U0ALICE' }]);

  const reader = new Database(path, { readonly: true });
  const scans = [...asked]
    .filter((sql) => sql.includes('told_watches'))
    .flatMap((sql) => {
      const values = Array.from(sql.matchAll(/\?/g), () => 'x');
      const plan = reader.prepare<string[], { detail: string }>(`explain query plan ${sql}`);
      return plan.all(...values).filter(({ detail }) => /^SCAN (?!CONSTANT)/.test(detail));
    });
  expect(asked.size).toBeGreaterThan(5);
  expect(scans).toEqual([]);
  reader.close();
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
