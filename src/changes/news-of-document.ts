import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../db/open.ts';
import type { Facts } from '../../db/record/issue-facts.ts';
import type { RecordedIssue } from '../../db/record/issues.ts';
import { entriesEndedHere, factsBeforeChanges } from '../../db/record/superseded.ts';
import type { EntryDocument, IssueDocument } from '../agenda/document.ts';

/**
 * An issue as a document has it, without what is no news: what the document says as it said
 * before, and people have changed here since. So a file that is imported again takes nothing back.
 */
export async function newsOfDocument(
  tx: Tx,
  agendaId: string,
  document: IssueDocument,
  { issue }: RecordedIssue,
): Promise<IssueDocument> {
  const kinds = KINDS.filter((kind) => !isDeepStrictEqual(document[kind], issue[kind]));
  const changed = kinds.length === 0 ? [] : await factsBeforeChanges(tx, agendaId, issue.key);
  const old = kinds.filter((kind) =>
    changed.some((before) => isDeepStrictEqual(asInDocument(before)[kind], document[kind])),
  );
  const facts = Object.fromEntries(old.map((kind) => [kind, issue[kind]]));
  return { ...document, ...facts, history: await newHistory(tx, agendaId, document, issue) };
}

const KINDS = ['aliases', 'owners', 'positions'] as const;

function asInDocument({
  aliases,
  owners,
  positions,
}: Partial<Facts>): Partial<Pick<IssueDocument, (typeof KINDS)[number]>> {
  return {
    ...(aliases !== undefined && { aliases }),
    ...(owners !== undefined && { owners }),
    ...(positions !== undefined && {
      positions: Object.fromEntries(positions.map(({ party, ...said }) => [party, said])),
    }),
  };
}

async function newHistory(
  tx: Tx,
  agendaId: string,
  { key, history }: IssueDocument,
  recorded: IssueDocument,
): Promise<EntryDocument[]> {
  const now = new Map(recorded.history.map((entry) => [entry.date, entry]));
  const news: EntryDocument[] = [];
  for (const entry of history) {
    const there = now.get(entry.date);
    if (isDeepStrictEqual(there, entry)) {
      news.push(entry);
      continue;
    }
    const ended = await entriesEndedHere(tx, agendaId, key, entry.date);
    if (!ended.some((one) => isDeepStrictEqual(one, entry))) news.push(entry);
    else if (there !== undefined) news.push(there);
  }
  return news;
}
