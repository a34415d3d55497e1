import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { freshServerDatabase } from './postgres.ts';
import { importAgenda, type ImportOutcome } from '../../src/changes/import-agenda.ts';

/** The server that tests keep their records on; null where each is a file. */
export const SERVER: string | null = inject('server') ?? null;

/** A record with nothing in it. */
export async function emptyDb(): Promise<Db> {
  if (SERVER === null) return openDatabase('sqlite::memory:');
  return openDatabase(await freshServerDatabase(SERVER, await (empty ??= emptyOn(SERVER))));
}

let empty: Promise<string> | undefined;

/** Made once, and only ever copied. */
async function emptyOn(server: string): Promise<string> {
  const url = await freshServerDatabase(server);
  await closeDatabase(await openDatabase(url));
  return url;
}

/** A place for a record that no other test uses. */
export function freshDatabase(): string {
  return join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
}

/** A record with the example agenda in it, of which nothing need outlast the test. */
export async function exampleDb(): Promise<Db> {
  const db = await openDatabase(await exampleUrl());
  if (SERVER === null) await sql`pragma synchronous = off`.execute(db);
  return db;
}

/** Where there is a record of one's own with the example agenda in it. */
export async function exampleUrl(): Promise<string> {
  imported ??= importExample();
  if (SERVER !== null) return freshServerDatabase(SERVER, await imported);
  const path = freshDatabase();
  copyFileSync((await imported).replace('sqlite:', ''), path);
  return `sqlite:${path}`;
}

/** Imported once, and only ever copied. */
let imported: Promise<string> | undefined;

async function importExample(): Promise<string> {
  const url = SERVER === null ? `sqlite:${freshDatabase()}` : await freshServerDatabase(SERVER);
  const db = await openDatabase(url);
  await put(db, exampleAgenda());
  await closeDatabase(db);
  return url;
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
