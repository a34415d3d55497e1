import type { Db } from '../../db/open.ts';
import { type AuditHead, hashOfLine, NO_LINE, readAuditHead } from '../../db/record/audit.ts';
import { type KeptLine, readLog } from '../../db/verify/log-lines.ts';
import {
  countIssues,
  findWrongCard,
  findWrongStanding,
  type MadeWrong,
} from '../../db/verify/made-rows.ts';
import { findStrayRow, type StrayRow } from '../../db/verify/unwritten-rows.ts';
import { findBrokenReading } from '../../db/readings.ts';
import { withWideCache } from '../../db/wide-cache.ts';
import { type AlteredRow, RowsOfLog } from './rows-of-log.ts';

/** Whether the record is what its log says, and if not, the first thing that isn't. */
export type Verdict =
  | { readonly kind: 'whole'; readonly entries: number; readonly head: AuditHead }
  /** A line that does not follow from the one before it. */
  | { readonly kind: 'line altered'; readonly line: LineName }
  | { readonly kind: 'line missing'; readonly seq: number }
  /** The log ends before the line that was there when the anchor was kept. */
  | { readonly kind: 'cut off'; readonly end: number }
  /** The line the anchor names has another hash by now. */
  | { readonly kind: 'rewritten' }
  /** The first of what was shown that was altered, or is missing. */
  | { readonly kind: 'reading altered'; readonly seq: number }
  | { readonly kind: 'row altered'; readonly row: AlteredRow }
  | { readonly kind: 'row nobody wrote'; readonly row: StrayRow }
  | { readonly kind: 'row made wrong'; readonly row: MadeWrong };

/** What a line says it is. */
export type LineName = Pick<KeptLine, 'action' | 'agenda_id' | 'at' | 'by' | 'issue_key' | 'seq'>;

/** About how the time is spent: on the log and what it wrote, on what is counted, on the cards. */
const SHARES = { log: 0.6, tables: 0.1, cards: 0.3 } as const;

/**
 * Holds all that is recorded against the log, as of one moment, whatever is recorded meanwhile.
 * With an anchor, the end of the log as it was some time ago, it also finds a log that was cut
 * short or made anew since.
 */
export async function verifyRecord(
  db: Db,
  anchor: AuditHead | null,
  progress: (share: number) => void = () => {},
): Promise<Verdict> {
  return withWideCache(db, async () => {
    const tx = await db.startTransaction().setAccessMode('read only').execute();
    try {
      return await verify(tx, anchor, progress);
    } finally {
      await tx.rollback().execute();
    }
  });
}

async function verify(
  db: Db,
  anchor: AuditHead | null,
  progress: (share: number) => void,
): Promise<Verdict> {
  const head = await readAuditHead(db);
  const rows = new RowsOfLog(db);
  const broken = await walkLog(db, anchor, rows, (seq) => progress(SHARES.log * (seq / head.seq)));
  if (broken !== null) return broken;

  const reading = await findBrokenReading(db);
  if (reading !== null) return { kind: 'reading altered', seq: reading };
  const altered = rows.firstAltered();
  if (altered !== null) return { kind: 'row altered', row: altered };
  const stray = await findStrayRow(db, rows.told());
  if (stray !== null) return { kind: 'row nobody wrote', row: stray };

  const standing = await findWrongStanding(db);
  if (standing !== null) return { kind: 'row made wrong', row: standing };
  const issues = await countIssues(db);
  const before = SHARES.log + SHARES.tables;
  const card = await findWrongCard(db, (seen) => progress(before + SHARES.cards * (seen / issues)));
  if (card !== null) return { kind: 'row made wrong', row: card };
  return { kind: 'whole', entries: rows.told().entries, head };
}

/** Reads the log to its end, and gives what it wrote to `rows`. Null when each line follows from the one before. */
async function walkLog(
  db: Db,
  anchor: AuditHead | null,
  rows: RowsOfLog,
  reached: (seq: number) => void,
): Promise<Verdict | null> {
  let last: AuditHead = NO_LINE;
  for await (const lines of readLog(db)) {
    for (const line of lines) {
      if (line.seq > last.seq + 1) return { kind: 'line missing', seq: last.seq + 1 };
      if (line.seq <= last.seq || line.hash !== hashOfLine(line, last.hash)) {
        return { kind: 'line altered', line };
      }
      if (line.seq === anchor?.seq && line.hash !== anchor.hash) return { kind: 'rewritten' };
      last = { seq: line.seq, hash: line.hash };
    }
    await rows.compare(lines);
    reached(last.seq);
  }
  return anchor !== null && anchor.seq > last.seq ? { kind: 'cut off', end: last.seq } : null;
}
