import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { freshServerDatabase } from './postgres.ts';
import { importAgenda, type ImportOutcome } from '../../src/changes/import-agenda.ts';

const SERVER = 'SUMMIT_TEST_SERVER';

/** From now on records are kept on a server; with null each is a file again. */
export function recordsAreOn(server: string | null): void {
  if (server === null) delete process.env[SERVER];
  else process.env[SERVER] = server;
}

/** The server that tests keep their records on; null where each is a file. */
export function serverOfTests(): string | null {
  return process.env[SERVER] ?? null;
}

/** A record with nothing in it. */
export async function emptyDb(): Promise<Db> {
  const server = serverOfTests();
  if (server === null) return openDatabase('sqlite::memory:');
  return openDatabase(await freshServerDatabase(server, await onceFor(server, makeEmpty)));
}

/** A place for a record that no other test uses. */
export function freshDatabase(): string {
  return join(mkdtempSync(join(tmpdir(), 'summit-')), 'summit.db');
}

/** A record with the example agenda in it, of which nothing need outlast the test. */
export async function exampleDb(): Promise<Db> {
  const db = await openDatabase(await exampleUrl());
  if (serverOfTests() === null) await sql`pragma synchronous = off`.execute(db);
  return db;
}

/** Where there is a record of one's own with the example agenda in it. */
export async function exampleUrl(server = serverOfTests()): Promise<string> {
  const imported = await onceFor(server, importExample);
  if (server !== null) return freshServerDatabase(server, imported);
  const path = freshDatabase();
  copyFileSync(imported.replace('sqlite:', ''), path);
  return `sqlite:${path}`;
}

type Make = (server: string | null) => Promise<string>;

const made = new Map<string, Promise<string>>();

/** Made once on each server, and only ever copied. */
async function onceFor(server: string | null, make: Make): Promise<string> {
  const name = `${make.name} ${server}`;
  const url = made.get(name) ?? make(server);
  made.set(name, url);
  return url;
}

async function makeEmpty(server: string | null): Promise<string> {
  const url = server === null ? `sqlite:${freshDatabase()}` : await freshServerDatabase(server);
  await closeDatabase(await openDatabase(url));
  return url;
}

async function importExample(server: string | null): Promise<string> {
  const url = await makeEmpty(server);
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
