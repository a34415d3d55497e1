import type { Db } from '../../db/open.ts';
import { readHead } from '../../db/record/heads.ts';
import { listIssueKeys, readIssue } from '../../db/record/issues.ts';
import type { EntryDocument, IssueDocument } from '../agenda/document.ts';
import { csvRow } from './csv-row.ts';

/** Told by spreadsheets from the encodings of old. */
const BYTE_ORDER_MARK = '\uFEFF';

const COLUMNS = [
  'issue',
  'title',
  'category',
  'date',
  'precision',
  'status',
  'note',
  'attribution',
  'basis',
  'confidence',
  'sources',
  'reported',
  'date_note',
] as const;

/**
 * Gives the entries of an agenda that count as a table for spreadsheets, a row at a time and all
 * of one moment. Nothing comes of an agenda that is not there.
 */
export async function* exportCsv(db: Db, agendaId: string): AsyncGenerator<string> {
  const tx = await db.startTransaction().setAccessMode('read only').execute();
  try {
    const head = await readHead(tx, agendaId);
    if (head === null) return;

    const urls = new Map(head.sources.map(({ id, url }) => [id, url]));
    yield BYTE_ORDER_MARK + csvRow(COLUMNS);
    let page = await listIssueKeys(tx, agendaId, { position: -1, key: '' });
    while (page.length > 0) {
      for (const { key } of page) {
        const recorded = await readIssue(tx, agendaId, key);
        for (const entry of recorded?.issue.history ?? []) {
          if (recorded !== null) yield csvRow(cellsOf(recorded.issue, entry, urls));
        }
      }
      const last = page.at(-1);
      page = last === undefined ? [] : await listIssueKeys(tx, agendaId, last);
    }
  } finally {
    await tx.rollback().execute();
  }
}

function cellsOf(
  issue: IssueDocument,
  entry: EntryDocument,
  urls: ReadonlyMap<string, string>,
): string[] {
  const cells: Readonly<Record<(typeof COLUMNS)[number], string>> = {
    issue: issue.key,
    title: issue.title,
    category: issue.category,
    date: knownDate(entry),
    precision: entry.precision,
    status: entry.status,
    note: entry.note,
    attribution: entry.attribution,
    basis: entry.basis,
    confidence: entry.confidence,
    sources: entry.sources.map((id) => urls.get(id) ?? id).join(' '),
    reported: entry.reported ?? '',
    date_note: entry.date_note ?? '',
  };
  return COLUMNS.map((column) => cells[column]);
}

/** `2024-01` for a month: a table shows no day that nobody knows. */
function knownDate({ date, precision }: EntryDocument): string {
  return { day: date, month: date.slice(0, 7), year: date.slice(0, 4) }[precision];
}
