import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import type { AuditHead } from '../../db/record/audit.ts';
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
 * Looks for all that was sent, in the file and by sending it again, and holds the record
 * against its log and against the log's end as it was before.
 */
export async function findingsAfter(
  file: string,
  { acknowledged, unanswered, refused }: Aftermath,
  { send, before }: { readonly send: Send; readonly before: AuditHead },
): Promise<Findings> {
  const kept = readKept(file, before.seq);
  const lost = acknowledged.filter((update) => !kept.isThere(update)).map(({ note }) => note);
  const all = [...acknowledged, ...unanswered, ...refused.map(([update]) => update)];
  const torn = all.flatMap((update) => kept.tornParts(update));

  const changed = refused.flatMap(([update]) => (kept.isThere(update) ? [update.note] : []));

  const known = unanswered.filter(({ inputId }) => kept.inputs.has(inputId));
  const repeated = await sendAgain(send, [...acknowledged.slice(-SENT_AGAIN), ...known]);
  const after = readKept(file, before.seq);
  if (after.head.seq !== kept.head.seq) repeated.push(`the log grew to ${after.head.seq}`);

  // Nobody knows whether these were made, so whoever asked asks again.
  for (const update of unanswered) {
    if (kept.inputs.has(update.inputId)) continue;
    const answer = await send(update);
    if (answer?.startsWith('Recorded for ') !== true) torn.push(`${update.note}: ${answer}`);
  }

  const db = await openDatabase(`sqlite:${file}`);
  const verdict = await verifyRecord(db, before.seq === 0 ? null : before);
  await closeDatabase(db);
  const found = { lost, torn, repeated, changed, untold: known.length };
  return verdict.kind === 'whole'
    ? { ...found, head: verdict.head }
    : { ...found, torn: [...torn, JSON.stringify(verdict)], head: before };
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
  readonly isThere: (update: Update) => boolean;
  readonly tornParts: (update: Update) => string[];
}

/** What the lines after one have written, read without the product. */
function readKept(file: string, after: number): Kept {
  const database = new Database(file, { readonly: true });
  const lines = database
    .prepare<[number], { seq: number; hash: string; details: string; writes: string }>(
      'select seq, hash, details, writes from audit_lines where seq > ? order by seq',
    )
    .all(after);
  const inputs = new Set(database.prepare<[], string>('select id from inputs').pluck().all());
  const noteOf = database
    .prepare<[string], string>('select note from entries where id = ?')
    .pluck();
  const standing = new Map(
    lines.flatMap(({ details, writes }) => {
      const id = String((JSON.parse(details) as { entry?: string }).entry);
      const isWritten = writes.includes(`["entry","${id}"`);
      const note = noteOf.get(id);
      // A note is said once more by whatever takes the entry's place with the same status.
      const own = note?.split('\n').at(-1);
      return own === undefined ? [] : [[own, isWritten] as const];
    }),
  );
  const head = lines.at(-1) ?? { seq: after, hash: '' };
  const stray = database
    .prepare<[], string>(
      `select note from entries where recorded_by = 'U0ALICE' and note like 'Storm %'`,
    )
    .pluck();
  const said = new Set(stray.all().map((note) => note.split('\n').at(-1) ?? ''));
  database.close();

  function isThere({ note, inputId }: Update): boolean {
    return said.has(note) && standing.get(note) === true && inputs.has(inputId);
  }
  return {
    inputs,
    head: { seq: head.seq, hash: head.hash },
    isThere,
    tornParts(update) {
      const parts = [said.has(update.note), standing.has(update.note), inputs.has(update.inputId)];
      return new Set(parts).size === 1 ? [] : [`${update.note}: ${parts.join(', ')}`];
    },
  };
}
