import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../db/open.ts';
import { refreshCard } from '../../db/cards.ts';
import { entriesInAnnexes, isInAnnex } from '../../db/record/annexes.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { addEntries, type NewEntry, type Recorder } from '../../db/record/entries.ts';
import { indexIssue } from '../../db/record/index-issue.ts';
import {
  addIssue,
  changeIssue,
  hashOfIssue,
  readIssue,
  type RecordedIssue,
} from '../../db/record/issues.ts';
import { refreshStanding } from '../../db/record/standing.ts';
import type { IssueDocument } from '../agenda/document.ts';
import { stamp } from '../agenda/stamp.ts';
import { newsOfDocument } from './news-of-document.ts';

/** What became of an issue and its entries. */
export interface DoneToIssue {
  readonly issue: 'added' | 'changed' | 'as it was';
  readonly entriesAdded: number;
  readonly entriesReplaced: number;
}

interface AgendaToWrite {
  readonly id: string;
  /** Then there is nothing to compare with, and the words of its texts are staged. */
  readonly isNew: boolean;
}

/**
 * Records an issue as a document has it. Entries that the document leaves out stay; one
 * that differs from the entry of the same day takes its place, unless people have put that
 * one there instead of it.
 */
export async function recordIssue(
  tx: Tx,
  agenda: AgendaToWrite,
  position: number,
  document: IssueDocument,
  recorder: Recorder,
): Promise<DoneToIssue> {
  const before = agenda.isNew ? null : await readIssue(tx, agenda.id, document.key);
  const isMarked =
    before === null && !agenda.isNew && (await isInAnnex(tx, agenda.id, document.key));
  if (isMarked) return { issue: 'as it was', entriesAdded: 0, entriesReplaced: 0 };
  const issue =
    before === null
      ? document
      : await newsOfDocument(tx, agenda.id, await withoutMarked(tx, agenda.id, document), before);
  const done = whatIsNew(before, position, issue);
  if (done === 'added') await addIssue(tx, agenda.id, position, issue);
  if (done === 'changed') await changeIssue(tx, agenda.id, position, issue);

  const entries = newEntries(before, issue);
  const entriesReplaced = entries.filter(({ replaces }) => replaces !== null).length;
  const did = { issue: done, entriesAdded: entries.length - entriesReplaced, entriesReplaced };
  if (done === 'as it was' && entries.length === 0) return did;

  const issueToWrite = { agendaId: agenda.id, key: issue.key, category: issue.category };
  const { writes } = await addEntries(tx, issueToWrite, entries, recorder);
  await refreshStanding(tx, issueToWrite);
  const whole = { ...issue, history: mergedHistory(before, issue) };
  await indexIssue(tx, agenda.id, whole, agenda.isNew ? 'staged' : 'now');
  await addAuditLine(tx, {
    at: stamp(recorder.at),
    by: recorder.by,
    action: 'import',
    agendaId: agenda.id,
    issueKey: issue.key,
    details: did,
    writes:
      done === 'as it was'
        ? writes
        : [['issue', issue.key, hashOfIssue({ position, issue })], ...writes],
  });
  await refreshCard(tx, agenda.id, issue.key);
  return did;
}

/** What only fewer people see by now, a file brings back to nobody else. */
async function withoutMarked(
  tx: Tx,
  agendaId: string,
  document: IssueDocument,
): Promise<IssueDocument> {
  const marked = await entriesInAnnexes(tx, agendaId, document.key);
  if (marked.length === 0) return document;
  const isThere = (entry: IssueDocument['history'][number]): boolean =>
    marked.some(
      ({ date, status, note }) =>
        date === entry.date && status === entry.status && note === entry.note,
    );
  return { ...document, history: document.history.filter((entry) => !isThere(entry)) };
}

function whatIsNew(
  before: RecordedIssue | null,
  position: number,
  issue: IssueDocument,
): DoneToIssue['issue'] {
  if (before === null) return 'added';
  if (before.position !== position) return 'changed';
  const told = { ...issue, history: before.issue.history };
  return isDeepStrictEqual(told, before.issue) ? 'as it was' : 'changed';
}

function newEntries(before: RecordedIssue | null, issue: IssueDocument): NewEntry[] {
  if (before === null) return issue.history.map((entry) => ({ entry, replaces: null }));

  const onDate = new Map(
    before.issue.history.map((entry, at) => [entry.date, { entry, id: before.entryIds[at] }]),
  );
  return issue.history.flatMap((entry) => {
    const known = onDate.get(entry.date);
    if (known === undefined) return [{ entry, replaces: null }];
    return isDeepStrictEqual(known.entry, entry) ? [] : [{ entry, replaces: known.id ?? null }];
  });
}

function mergedHistory(
  before: RecordedIssue | null,
  issue: IssueDocument,
): IssueDocument['history'] {
  const inFile = new Set(issue.history.map(({ date }) => date));
  const kept = before?.issue.history.filter(({ date }) => !inFile.has(date)) ?? [];
  return [...kept, ...issue.history];
}
