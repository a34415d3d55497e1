import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { importAgenda, type ImportOutcome } from '../../src/changes/import-agenda.ts';

/** A record with nothing in it, in memory. */
export async function emptyDb(): Promise<Db> {
  return openDatabase('sqlite::memory:');
}

/** A place for a record that no other test uses. */
export function freshDatabase(): string {
  return join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
}

/** A record with the example agenda in it, of which nothing need outlast the test. */
export async function exampleDb(): Promise<Db> {
  const path = freshDatabase();
  copyFileSync(await (imported ??= importExample()), path);
  const db = await openDatabase(`sqlite:${path}`);
  await sql`pragma synchronous = off`.execute(db);
  return db;
}

/** Imported once, and only ever copied. */
let imported: Promise<string> | undefined;

async function importExample(): Promise<string> {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  await put(db, exampleAgenda());
  await closeDatabase(db);
  return path;
}

/** The example agenda, anew each time. */
export function exampleAgenda(): AgendaDocument {
  return JSON.parse(readFileSync('examples/biden-xi-2023.json', 'utf8'));
}

/** Imports a document that a test relies on. */
export async function put(db: Db, document: AgendaDocument): Promise<ImportOutcome> {
  const problems: string[] = [];
  const outcome = await importAgenda(db, document, {
    recorder: { by: 'test', at: Temporal.Instant.from('2023-11-14T12:00:00Z') },
    emptyHistories: true,
    tell: ({ kind, path, said }) => {
      if (kind === 'problem') problems.push(`${path}: ${said}`);
    },
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return outcome;
}
