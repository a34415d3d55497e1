import type { IssueDocument } from '../../src/agenda/document.ts';
import { fold } from '../../src/agenda/fold.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';

/** Makes an issue findable by all it is called and by every word written about it, and by nothing else. */
export async function indexIssue(tx: Tx, agendaId: string, issue: IssueDocument): Promise<void> {
  const given = { agendaId, key: issue.key };
  await deleteNames(tx, given);
  await insertRows(tx, 'issue_names', []);

  const known = await selectTextWords(tx, given);
  const words = new Set(textsOf(issue).flatMap((text) => fold(text).words));
  for (const { word } of known) {
    if (!words.delete(word)) await deleteTextWord(tx, { ...given, word });
  }
  await insertRows(
    tx,
    'text_words',
    [...words].toSorted().map((word) => ({ agenda_id: agendaId, word, issue_key: issue.key })),
  );
}

/** All that is written about an issue. */
function textsOf(issue: IssueDocument): string[] {
  return [
    issue.title,
    ...Object.values(issue.names ?? {}),
    ...issue.aliases,
    issue.summary,
    ...Object.values(issue.positions).map(({ text }) => text),
    ...issue.owners.flatMap(({ name, role }) => [name, role ?? '']),
    ...issue.history.flatMap(({ note, attribution }) => [note, attribution]),
    ...issue.evidence.flatMap(({ quote, speaker }) => [quote, speaker]),
  ];
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const deleteNames = prepared((db, given: IssueId) =>
  db
    .deleteFrom('issue_names')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key),
);

const selectTextWords = prepared((db, given: IssueId) =>
  db
    .selectFrom('text_words')
    .select('word')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key),
);

const deleteTextWord = prepared((db, given: IssueId & { word: string }) =>
  db
    .deleteFrom('text_words')
    .where('agenda_id', '=', given.agendaId)
    .where('word', '=', given.word)
    .where('issue_key', '=', given.key),
);
