import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { listUntoldWatchers } from '../../db/told-watches.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { put } from '../support/db.ts';
import { BOB, say } from '../support/desk.ts';

const STEP = '0005-digests';

/** The tables this step makes. */
const TABLES = [
  ...readFileSync(`db/migrations/${STEP}.ts`, 'utf8').matchAll(/\.createTable\('(\w+)'\)/g),
].flatMap(([, name]) => name ?? []);

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
  file.prepare('delete from kysely_migration where name = ?').run(STEP);
  file.close();

  const after = await openDatabase(`sqlite:${path}`);
  expect(await listUntoldWatchers(after)).toEqual([]);
  await say(after, 'update fish in talks', { who: BOB });
  expect(await listUntoldWatchers(after)).toMatchObject([{ userId: 'U0ALICE' }]);
  await closeDatabase(after);
});
