import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nameIndex } from '../../db/names.ts';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { searchIssues } from '../../db/search.ts';
import { findIssue } from '../../src/agenda/find-issue.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { agendaOf, type NamedIssue } from '../support/agenda-of.ts';
import { emptyDb } from '../support/db.ts';
import { oneOfMany, putMany } from '../support/many-issues.ts';

const recorder = { by: 'U0ALICE', at: Temporal.Instant.from('2026-05-01T00:00:00Z') };

describe('when names change', () => {
  let db: Db;

  beforeEach(async () => {
    db = await emptyDb();
    await record({ key: 'grain', title: 'Grain corridor', aliases: ['Odesa ports'] });
  });

  test('an old name is forgotten and a new one found, misspelt or not', async () => {
    await record({ key: 'grain', title: 'Black Sea initiative', aliases: ['Danube ports'] });
    expect(await keysFor('odesa')).toEqual([]);
    expect(await keysFor('corirdor')).toEqual([]);
    expect(await keysFor('danube')).toEqual(['grain']);
    expect(await keysFor('intiative')).toEqual(['grain']);
  });

  test('a word that another issue has too is kept', async () => {
    await record({ key: 'grain', title: 'Grain' }, { key: 'lapis', title: 'Lapis corridor' });
    expect(await keysFor('corirdor')).toEqual(['lapis']);
  });

  test('recording the same again changes no row', async () => {
    const before = await dump(db);
    await record({ key: 'grain', title: 'Grain corridor', aliases: ['Odesa ports'] });
    expect(await dump(db)).toEqual(before);
  });

  async function record(...issues: NamedIssue[]): Promise<void> {
    const outcome = await importAgenda(db, agendaOf(issues), { recorder });
    expect(outcome.kind).toBe('imported');
  }

  async function keysFor(typed: string): Promise<string[]> {
    const match = await findIssue(nameIndex(db, 'names'), typed);
    return match.kind === 'missing' ? [] : match.issues.map(({ key }) => key);
  }
});

test('no question reads through all names, words or issues', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'summit-names-'));
  const path = join(folder, 'summit.db');
  const db = await openDatabase(`sqlite:${path}`);
  await putMany(db, 300);

  const prepare = vi.spyOn(Database.prototype, 'prepare');
  for (const typed of QUESTIONS) {
    await findIssue(nameIndex(db, 'names'), typed);
    await searchIssues(db, 'names', typed, { limit: 5, after: null });
  }
  const asked = new Set(prepare.mock.calls.map(([sql]) => sql));
  prepare.mockRestore();
  expect(asked.size).toBeGreaterThan(20);

  const reader = new Database(path, { readonly: true });
  for (const sql of asked) {
    const values = Array.from(sql.matchAll(/\?/g), () => 'x');
    const plan = reader.prepare<string[], { detail: string }>(`explain query plan ${sql}`);
    const scans = plan.all(...values).filter(({ detail }) => SCAN.test(detail));
    expect(scans, sql).toEqual([]);
  }
  reader.close();
  await closeDatabase(db);
  await rm(folder, { recursive: true });
});

/** One for each way a question can go. */
const QUESTIONS = [
  'fentanyl',
  oneOfMany(123).title,
  'File 123',
  'cobalt genovia',
  'copper quotas Sokovia',
  'gen cob',
  'wdb',
  'fentnayl',
  'latest on fentanyl and file 77',
  '第123号',
  'что с зерном',
  'soybeans from nowhere',
  '🙂',
];

/** Reading a table from end to end; what a query has put together itself is small. */
const SCAN = /^SCAN (?:issue_names|name_words|text_words|word_spellings|words|issues)\b/;

async function dump(db: Db): Promise<unknown[]> {
  return [
    await db.selectFrom('issue_names').selectAll().execute(),
    await db.selectFrom('name_words').selectAll().execute(),
    await db.selectFrom('text_words').selectAll().execute(),
    await db.selectFrom('word_spellings').selectAll().execute(),
  ];
}
