import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { importAgendaFile } from '../src/changes/import-agenda.ts';
import { EXAMPLE_FILE, writeLargeAgenda } from './large-agenda.ts';

/** Files of databases, made when they are first asked for and kept for the next time. */
export interface Databases {
  /** The example agenda and nothing else. */
  readonly example: () => Promise<string>;
  /** The example agenda, filled up to this many issues. */
  readonly ofSize: (issues: number) => Promise<string>;
}

const CACHE = new URL('.cache/', import.meta.url).pathname;
const MIGRATIONS = new URL('../db/migrations/', import.meta.url).pathname;

/** To be raised whenever an agenda of the same size is to hold something else. */
const EDITION = 1;

/** `tell` hears what takes long. */
export function openDatabases(tell: (what: string) => void): Databases {
  return {
    example: () => kept('example', async (path) => record(EXAMPLE_FILE, path)),
    ofSize: (issues) =>
      kept(String(issues), async (path) => {
        tell(`Making an agenda of ${issues.toLocaleString('en')} issues, once …`);
        const document = `${path}.json`;
        await writeLargeAgenda(document, issues);
        await record(document, path);
        await rm(document);
      }),
  };
}

/** Makes the file under another name first, so that one cut short is never taken for whole. */
async function kept(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const migrations = (await readdir(MIGRATIONS)).toSorted().at(-1) ?? '';
  const path = `${CACHE}${name}-${EDITION}-${migrations.replace('.ts', '')}.db`;
  if (existsSync(path)) return path;

  await mkdir(CACHE, { recursive: true });
  const draft = `${CACHE}draft-${process.pid}.db`;
  await make(draft);
  await rename(draft, path);
  return path;
}

async function record(document: string, path: string): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  // A draft that is lost is made anew, so it may be written without the care a record deserves.
  await sql`pragma journal_mode = off`.execute(db);
  await sql`pragma synchronous = off`.execute(db);
  await sql`pragma foreign_keys = off`.execute(db);
  await sql`pragma cache_size = -1000000`.execute(db);
  const outcome = await importAgendaFile(db, document, {
    recorder: { by: 'bench', at: Temporal.Now.instant() },
  });
  await closeDatabase(db);
  if (outcome.kind !== 'imported') throw new Error(`The import ended with ${outcome.kind}`);
}
