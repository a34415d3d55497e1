import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { type AuditHead, readAuditHead } from '../../db/record/audit.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import type { Aftermath, Send, Update } from './storm.ts';

/** What of a storm is in the record. */
export interface Findings {
  /** Acknowledged, and not in the record. */
  readonly lost: readonly string[];
  /** In the record in part: an entry without its line, an input without its entry. */
  readonly torn: readonly string[];
  /** Recorded again, or not known again, when it was sent again. */
  readonly repeated: readonly string[];
  /** Refused, and in the record all the same. */
  readonly changed: readonly string[];
  /** Recorded, though nobody was told so. */
  readonly untold: number;
  readonly head: AuditHead;
}

/** As many of those acknowledged are sent again; of those unanswered all are. */
const SENT_AGAIN = 8;

/**
 * Looks for all that was sent, in the record and by sending it again, and holds the record
 * against its log and against the log's end as it was before.
 */
export async function findingsAfter(
  url: string,
  after: Aftermath,
  given: { readonly send: Send; readonly before: AuditHead },
): Promise<Findings> {
  const db = await openDatabase(url);
  try {
    const found = await findIn(db, after, given);
    const verdict = await verifyRecord(db, given.before.seq === 0 ? null : given.before);
    if (verdict.kind === 'whole') return { ...found, head: verdict.head };
    return { ...found, torn: [...found.torn, JSON.stringify(verdict)] };
  } finally {
    await closeDatabase(db);
  }
}

/** The same without holding all of the record against its log, which takes longer the more there is. */
export async function findIn(
  db: Db,
  { acknowledged, unanswered, refused }: Aftermath,
  { send, before }: { readonly send: Send; readonly before: AuditHead },
): Promise<Findings> {
  const kept = await readKept(db, before.seq);
  const lost = acknowledged.filter((update) => !kept.isThere(update)).map(({ note }) => note);
  const all = [...acknowledged, ...unanswered, ...refused.map(([update]) => update)];
  const torn = all.flatMap((update) => kept.tornParts(update));

  const changed = refused.flatMap(([update]) => (kept.isThere(update) ? [update.note] : []));

  const known = unanswered.filter(({ inputId }) => kept.inputs.has(inputId));
  const again = await sendAgain(send, [...acknowledged.slice(-SENT_AGAIN), ...known]);
  const repeated = [...kept.twice, ...again];
  const after = await readAuditHead(db);
  if (after.seq !== kept.head.seq) repeated.push(`the log grew to ${after.seq}`);

  // Nobody knows whether these were made, so whoever asked asks again.
  for (const update of unanswered) {
    if (kept.inputs.has(update.inputId)) continue;
    const answer = await send(update);
    if (answer?.startsWith('Recorded for ') !== true) torn.push(`${update.note}: ${answer}`);
  }

  const head = await readAuditHead(db);
  return { lost, torn, repeated, changed, untold: known.length, head };
}

/** What SQLite itself finds wrong with a file. */
export function damageOf(file: string): unknown[] {
  const database = new Database(file, { readonly: true });
  const integrity = database.pragma('integrity_check') as { integrity_check: string }[];
  const strays = database.pragma('foreign_key_check') as unknown[];
  database.close();
  return [...integrity.filter((row) => row.integrity_check !== 'ok'), ...strays];
}

/** Bytes in the write-ahead log. */
export function walSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

async function sendAgain(send: Send, again: readonly Update[]): Promise<string[]> {
  const repeated: string[] = [];
  for (const update of again) {
    const answer = await send(update);
    if (answer?.startsWith('That was recorded already.') !== true) {
      repeated.push(`${update.note}: ${answer}`);
    }
  }
  return repeated;
}

interface Kept {
  readonly inputs: ReadonlySet<string>;
  readonly head: AuditHead;
  /** Notes of which there is more than one entry. */
  readonly twice: readonly string[];
  readonly isThere: (update: Update) => boolean;
  readonly tornParts: (update: Update) => string[];
}

/** What the lines after one have written, read with nothing of the product but its connection. */
async function readKept(db: Db, after: number): Promise<Kept> {
  const lines = await db
    .selectFrom('audit_lines')
    .select(['seq', 'hash', 'details', 'writes'])
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
  const inputs = await db.selectFrom('inputs').select('id').execute();
  const entries = await db
    .selectFrom('entries')
    .select(['id', 'note'])
    .where('recorded_by', '=', 'U0ALICE')
    .where('note', 'like', 'Storm %')
    .execute();
  // A note is said once more by whatever takes the entry's place with the same status.
  const said = new Map(entries.map(({ id, note }) => [id, note.split('\n').at(-1) ?? '']));
  const written = new Map(
    lines.flatMap(({ details, writes }) => {
      const id = String((JSON.parse(details) as { entry?: string }).entry);
      const note = said.get(id);
      return note === undefined ? [] : [[note, writes.includes(`["entry","${id}"`)] as const];
    }),
  );
  const notes = new Set<string>();
  const twice = [...said.values()].filter((note) => notes.size === notes.add(note).size);
  const known = new Set(inputs.map(({ id }) => id));
  const { seq, hash } = lines.at(-1) ?? { seq: after, hash: '' };
  return {
    inputs: known,
    head: { seq, hash },
    twice,
    isThere: ({ note, inputId }) => written.get(note) === true && known.has(inputId),
    tornParts({ note, inputId }) {
      const parts = [notes.has(note), written.has(note), known.has(inputId)];
      return new Set(parts).size === 1 ? [] : [`${note}: ${parts.join(', ')}`];
    },
  };
}
