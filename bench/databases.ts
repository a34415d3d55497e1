import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { answer } from '../commands/index.ts';
import { closeDatabase, type Db, openDatabase } from '../db/open.ts';
import type { AgendaDocument } from '../src/agenda/document.ts';
import { importAgendaFile } from '../src/changes/import-agenda.ts';
import { EXAMPLE_FILE, writeLargeAgenda } from './large-agenda.ts';
import { TEAM_ID, USER_ID } from './slash-command.ts';

/** Files of databases, made when they are first asked for and kept for the next time. */
export interface Databases {
  /** The example agenda and nothing else. */
  readonly example: () => Promise<string>;
  /** The example agenda, filled up to this many issues. */
  readonly ofSize: (issues: number) => Promise<string>;
  /** What a document of ours holds. */
  readonly of: (name: string, document: AgendaDocument) => Promise<string>;
  /** A copy to write to; it lasts until the next one. */
  readonly copyOf: (path: string) => Promise<string>;
}

/** When the agendas were imported: after their last entry. */
const IMPORTED_AT = Temporal.Instant.from('2025-12-01T09:00:00Z');
/** The moment at which questions are asked inside the program; digests look back from here. */
export const ASKED_AT = Temporal.Instant.from('2026-02-02T09:00:00Z');
/** As many issues have had news lately, whatever the size of the agenda. */
const WITH_NEWS = 20;

const CACHE = new URL('.cache/', import.meta.url).pathname;

/** What decides what such a database holds. */
const MAKERS = [
  '../db/migrations/*.ts',
  '../db/record/*.ts',
  '../db/cards.ts',
  '../src/agenda/*.ts',
  'databases.ts',
  'histories.ts',
  'large-agenda.ts',
  'invented-title.ts',
];

/** `tell` hears what takes long. */
export function openDatabases(tell: (what: string) => void): Databases {
  return {
    example: () => kept('example', async (path) => record(EXAMPLE_FILE, path)),
    ofSize: (issues) =>
      kept(String(issues), async (path) => {
        tell(`Making an agenda of ${issues.toLocaleString('en')} issues, once …`);
        const document = `${path}.json`;
        await writeLargeAgenda(document, issues);
        await record(document, path, addNews);
      }),
    of: (name, document) =>
      kept(name, async (path) => {
        await writeFile(`${path}.json`, JSON.stringify(document));
        await record(`${path}.json`, path);
      }),
    async copyOf(path) {
      const copy = `${CACHE}copy.db`;
      for (const file of await readdir(CACHE)) {
        if (file.startsWith('copy.db')) await rm(CACHE + file);
      }
      await copyFile(path, copy);
      return copy;
    },
  };
}

/**
 * Makes the file under another name first, so that one cut short is never taken for whole, and
 * takes away those of an older edition.
 */
async function kept(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = `${CACHE}${name}-${edition()}.db`;
  if (existsSync(path)) return path;

  await mkdir(CACHE, { recursive: true });
  for (const file of await readdir(CACHE)) {
    if (file.startsWith(`${name}-`)) await rm(CACHE + file);
  }
  const draft = `${CACHE}draft-${process.pid}.db`;
  try {
    await make(draft);
    await rename(draft, path);
    return path;
  } finally {
    for (const file of await readdir(CACHE)) {
      if (file.startsWith(`draft-${process.pid}.`)) await rm(CACHE + file);
    }
  }
}

function edition(): string {
  const hash = createHash('sha256');
  for (const pattern of MAKERS) {
    for (const file of globSync(pattern, { cwd: import.meta.dirname }).toSorted()) {
      hash.update(readFileSync(join(import.meta.dirname, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

async function record(
  document: string,
  path: string,
  more: (db: Db) => Promise<void> = async () => undefined,
): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  // A draft that is lost is made anew, so it may be written without the care a record deserves.
  await sql`pragma journal_mode = off`.execute(db);
  await sql`pragma synchronous = off`.execute(db);
  await sql`pragma foreign_keys = off`.execute(db);
  await sql`pragma cache_size = -1000000`.execute(db);
  const outcome = await importAgendaFile(db, document, {
    recorder: { by: 'bench', at: IMPORTED_AT },
  });
  if (outcome.kind !== 'imported') throw new Error(`The import ended with ${outcome.kind}`);
  await more(db);
  await closeDatabase(db);
}

async function addNews(db: Db): Promise<void> {
  for (let number = 0; number < WITH_NEWS; number += 1) {
    const { message } = await answer({
      text: `update file-${number} in-talks because the envoys met again`,
      who: { id: USER_ID, timeZone: 'UTC' },
      where: { teamId: TEAM_ID, channelId: 'C0BENCH001' },
      now: ASKED_AT.subtract({ hours: 24 + number }),
      db,
      inputId: null,
    });
    if (!message.text.startsWith('Recorded for ')) throw new Error(message.text);
  }
}
