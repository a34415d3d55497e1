import type { Db } from '../../db/open.ts';
import type { AuditHead } from '../../db/record/audit.ts';
import { entryDay, namesOf } from '../../db/verify/names.ts';
import type { AlteredRow } from '../changes/rows-of-log.ts';
import type { LineName, Verdict } from '../changes/verify-record.ts';
import { counted, dateInWords } from '../messages/dates.ts';

/** What was altered, in one sentence or two: which row, where it stands, and the line that vouches for it. */
export async function whatIsWrong(
  db: Db,
  verdict: Exclude<Verdict, { kind: 'whole' }>,
  anchor: AuditHead | null,
): Promise<string> {
  switch (verdict.kind) {
    case 'line altered':
      return `Audit line ${verdict.line.seq} was altered: ${told(verdict.line)} does not follow from the line before it.`;
    case 'line missing':
      return `Audit line ${verdict.seq} is missing: the log goes on after it.`;
    case 'cut off': {
      const lost = counted((anchor?.seq ?? 0) - verdict.end, 'line');
      return `The end of the log was cut off: it ends at line ${verdict.end}, and at least ${lost} came after it.`;
    }
    case 'rewritten':
      return `The log was made anew: line ${anchor?.seq ?? 0} is not the one that was kept.`;
    case 'reading altered':
      return `What was shown was altered: line ${verdict.seq} of who saw what is missing, or does not follow from the line before it.`;
    case 'row altered':
      return alteredRow(db, verdict.row);
    case 'row nobody wrote': {
      const { table, agendaId, issueKey, id } = verdict.row;
      const where = await place(db, agendaId, issueKey);
      return `A row in ${table}${id === null ? '' : ` (${id})`}${where} was altered or put there: no audit line wrote it so.`;
    }
    case 'row made wrong': {
      const { table, agendaId, issueKey } = verdict.row;
      return `What is kept in ${table}${await place(db, agendaId, issueKey)} was altered: the entries say otherwise.`;
    }
  }
}

function told({ action, by, at }: LineName): string {
  return `“${action}” by ${by.replace(/^terminal:/, '')} on ${dateInWords(at.slice(0, 10))}`;
}

async function alteredRow(db: Db, row: AlteredRow): Promise<string> {
  const where = await place(db, row.agendaId, row.issueKey);
  const what = await rowInWords(db, row);
  switch (row.how) {
    case 'missing':
      return `${what}${where} is missing: audit line ${row.line} wrote it, and no line took it away.`;
    case 'added':
      return row.kind === 'end'
        ? `${what}${where} was altered: no line ended it after audit line ${row.line} wrote it.`
        : `${what}${where} was put back: audit line ${row.line} took it away.`;
    case 'changed':
      return `${what}${where} was altered: it is not what audit line ${row.line} wrote.`;
  }
}

async function rowInWords(db: Db, { kind, id, how }: AlteredRow): Promise<string> {
  switch (kind) {
    case 'agenda':
      return 'What is said of the agenda and its parties';
    case 'channel':
      return `The agenda chosen in ${id}`;
    case 'workspace':
      return 'Which workspace it belongs to';
    case 'grant':
      return `The role of ${id}`;
    case 'ceiling':
      return `How much ${id} may be shown`;
    case 'desk':
      return 'Who keeps the issue here';
    case 'source':
      return `The source ${id}`;
    case 'issue':
      return 'What is said of the issue';
    case 'entry':
    case 'end': {
      const day = await entryDay(db, id);
      const entry = `The entry ${id}${day === null ? '' : ` of ${dateInWords(day)}`}`;
      if (kind === 'entry') return entry;
      return how === 'missing' ? `The end of the entry ${id}` : `How ${lower(entry)} ended`;
    }
  }
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** ` on the issue “…” (key) of “…” (id)`. */
async function place(db: Db, agendaId: string | null, issueKey: string | null): Promise<string> {
  if (agendaId === null) return '';
  const { agenda, issue } = await namesOf(db, agendaId, issueKey);
  const of = agenda === null ? agendaId : `“${agenda}” (${agendaId})`;
  if (issueKey === null) return ` of ${of}`;
  return ` on ${issue === null ? issueKey : `“${issue}” (${issueKey})`} of ${of}`;
}
