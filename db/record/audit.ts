import { hash } from 'node:crypto';
import type { Action } from '../../src/agenda/record.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';

/**
 * One row that a change wrote: its kind, its id and a hash of what it holds since.
 * `desk` is who owns an issue in the workspace, `workspace` whose an agenda is, `end` that of an entry withdrawn or replaced,
 * and `gone` a row that is there no more, with its kind in place of the hash.
 */
export type Write = readonly [
  kind:
    | 'agenda'
    | 'ceiling'
    | 'channel'
    | 'desk'
    | 'end'
    | 'entry'
    | 'gone'
    | 'grant'
    | 'issue'
    | 'source'
    | 'workspace',
  id: string,
  hash: string,
];

export interface AuditLine {
  readonly at: string;
  readonly by: string;
  /** Nobody's word is `forget`: of what was shown, the oldest is let go of. */
  readonly action: Action | 'forget';
  readonly agendaId: string | null;
  readonly issueKey: string | null;
  /** What `undo` and a reader of the log need to know. */
  readonly details: object;
  readonly writes: readonly Write[];
}

/** The end of the log. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first line. */
export const NO_LINE: AuditHead = { seq: 0, hash: '' };

/** The end of the log as a transaction has written it so far: nobody else writes meanwhile. */
const headIn = new WeakMap<Tx, AuditHead>();

/** Adds a line to the log: to be called in the transaction of the change it tells. Gives its number. */
export async function addAuditLine(tx: Tx, line: AuditLine): Promise<number> {
  const last = headIn.get(tx) ?? (await readAuditHead(tx));
  const row = {
    seq: last.seq + 1,
    at: line.at,
    by: line.by,
    action: line.action,
    agenda_id: line.agendaId,
    issue_key: line.issueKey,
    details: JSON.stringify(line.details),
    writes: JSON.stringify(line.writes),
  };
  const head = { seq: row.seq, hash: hashOfLine(row, last.hash) };
  await insertLine(tx, { ...row, hash: head.hash });
  headIn.set(tx, head);
  return row.seq;
}

/** The last line there is; its hash vouches for all lines before it. */
export async function readAuditHead(tx: Parameters<typeof selectHead>[0]): Promise<AuditHead> {
  const [head] = await selectHead(tx, {});
  return head ?? NO_LINE;
}

/** The columns of a line, without its hash. */
export interface LineRow {
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly agenda_id: string | null;
  readonly issue_key: string | null;
  readonly details: string;
  readonly writes: string;
}

/** Vouches for a line and, through the hash before it, for every line above. */
export function hashOfLine(row: LineRow, before: string): string {
  const { seq, at, by, action, agenda_id: agendaId, issue_key: key, details, writes } = row;
  return hash(
    'sha256',
    JSON.stringify([before, seq, at, by, action, agendaId, key, details, writes]),
    'base64url',
  );
}

/** 128 bits that tell whether the same values stand there. */
export function hashOf(values: readonly (string | null)[]): string {
  return hash('sha256', JSON.stringify(values), 'base64url').slice(0, 22);
}

/** The same of a whole, in whatever order its parts are named. */
export function hashOfContent(content: object): string {
  return hashOf([JSON.stringify(content, inOrder)]);
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

const selectHead = prepared((db, _given: object) =>
  db.selectFrom('audit_lines').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1),
);

const insertLine = prepared((db, row: LineRow & { readonly hash: string }) =>
  db.insertInto('audit_lines').values({
    seq: row.seq,
    at: row.at,
    by: row.by,
    action: row.action,
    agenda_id: row.agenda_id,
    issue_key: row.issue_key,
    details: row.details,
    writes: row.writes,
    hash: row.hash,
  }),
);
