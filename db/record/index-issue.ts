import type { IssueDocument } from '../../src/agenda/document.ts';
import { formsOfIssue, type NameForm, wordsOfText } from '../../src/agenda/name-forms.ts';
import { isRun } from '../../src/agenda/fold.ts';
import { spellingsOf } from '../../src/agenda/spelling.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import { stageTextWords } from './staged-text-words.ts';

/** Makes an issue findable by all it is called, and by every word written about it; leaves what is there already untouched. */
export async function indexIssue(
  tx: Tx,
  agendaId: string,
  issue: IssueDocument,
  textWords: 'now' | 'staged' = 'now',
): Promise<void> {
  const ofIssue = { agenda_id: agendaId, issue_key: issue.key };
  const { forms, words } = formsOfIssue({ ...issue, names: Object.values(issue.names ?? {}) });
  await replaceForms(tx, ofIssue, forms);
  const { added, removed } = await replaceWords(tx, 'name_words', ofIssue, words);
  await learnSpellings(tx, agendaId, added);
  await forgetSpellings(tx, agendaId, removed);

  const written = new Set([...words, ...textsOf(issue).flatMap((text) => wordsOfText(text))]);
  if (textWords === 'staged') await stageTextWords(tx, ofIssue, written);
  else await replaceWords(tx, 'text_words', ofIssue, written);
}

/** Makes an issue findable by what is written about it from now on, beside all that was before. */
export async function addTextWords(
  tx: Tx,
  agendaId: string,
  key: string,
  texts: readonly string[],
): Promise<void> {
  const words = new Set(texts.flatMap((text) => wordsOfText(text)));
  const rows = [...words].map((word) => ({ agenda_id: agendaId, word, issue_key: key }));
  await insertRows(tx, 'text_words', rows, 'unless there');
}

/** Nothing finds the issue any more. */
export async function removeFromIndex(tx: Tx, agendaId: string, key: string): Promise<void> {
  const ofIssue = { agenda_id: agendaId, issue_key: key };
  await replaceForms(tx, ofIssue, []);
  const { removed } = await replaceWords(tx, 'name_words', ofIssue, new Set());
  await forgetSpellings(tx, agendaId, removed);
  await replaceWords(tx, 'text_words', ofIssue, new Set());
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

interface OfIssue {
  readonly agenda_id: string;
  readonly issue_key: string;
}

async function replaceForms(tx: Tx, ofIssue: OfIssue, wanted: readonly NameForm[]): Promise<void> {
  const there = new Map(
    (await selectForms(tx, ofIssue)).map((row) => [`${row.kind} ${row.form}`, row]),
  );
  const added = wanted.filter(({ kind, form }) => !there.delete(`${kind} ${form}`));
  await insertRows(
    tx,
    'issue_names',
    added.map(({ form, kind }) => ({ ...ofIssue, form, kind })),
  );
  for (const { form, kind } of there.values()) await deleteForm(tx, { ...ofIssue, form, kind });
}

type WordsTable = 'name_words' | 'text_words';

async function replaceWords(
  tx: Tx,
  table: WordsTable,
  ofIssue: OfIssue,
  wanted: ReadonlySet<string>,
): Promise<{ added: string[]; removed: string[] }> {
  const there = new Set((await selectWords[table](tx, ofIssue)).map(({ word }) => word));
  const added = [...wanted.difference(there)];
  const removed = [...there.difference(wanted)];
  await insertRows(
    tx,
    table,
    added.map((word) => ({ ...ofIssue, word })),
  );
  for (const word of removed) await deleteWord[table](tx, { ...ofIssue, word });
  return { added, removed };
}

const selectForms = prepared((db, issue: OfIssue) =>
  db
    .selectFrom('issue_names')
    .select(['form', 'kind'])
    .where('agenda_id', '=', issue.agenda_id)
    .where('issue_key', '=', issue.issue_key),
);

const deleteForm = prepared((db, row: OfIssue & { form: string; kind: NameForm['kind'] }) =>
  db
    .deleteFrom('issue_names')
    .where('agenda_id', '=', row.agenda_id)
    .where('form', '=', row.form)
    .where('kind', '=', row.kind)
    .where('issue_key', '=', row.issue_key),
);

const selectWords = {
  name_words: selectWordsOf('name_words'),
  text_words: selectWordsOf('text_words'),
};

function selectWordsOf(table: WordsTable) {
  return prepared((db, issue: OfIssue) =>
    db
      .selectFrom(table)
      .select('word')
      .where('agenda_id', '=', issue.agenda_id)
      .where('issue_key', '=', issue.issue_key),
  );
}

const deleteWord = {
  name_words: deleteWordOf('name_words'),
  text_words: deleteWordOf('text_words'),
};

function deleteWordOf(table: WordsTable) {
  return prepared((db, row: OfIssue & { word: string }) =>
    db
      .deleteFrom(table)
      .where('agenda_id', '=', row.agenda_id)
      .where('word', '=', row.word)
      .where('issue_key', '=', row.issue_key),
  );
}

/** Words known to be learnt already, for each transaction: an import meets the same words again and again. */
const learntIn = new WeakMap<Tx, Set<string>>();

async function learnSpellings(tx: Tx, agendaId: string, words: readonly string[]): Promise<void> {
  const learnt = learntOf(tx);
  const unsure = words.filter((word) => isSpelt(word) && !learnt.has(`${agendaId} ${word}`));
  for (const word of unsure) {
    learnt.add(`${agendaId} ${word}`);
    if ((await selectLearnt(tx, { agendaId, word })).length > 0) continue;
    const spellings = spellingsOf(word);
    await insertRows(
      tx,
      'word_spellings',
      spellings.map((spelling) => ({ agenda_id: agendaId, spelling, word })),
    );
  }
}

/** A word that no name has any more is no longer what someone means by a misspelt one. */
async function forgetSpellings(tx: Tx, agendaId: string, words: readonly string[]): Promise<void> {
  const learnt = learntOf(tx);
  for (const word of words) {
    if (!isSpelt(word) || (await selectStillNamed(tx, { agendaId, word })).length > 0) continue;
    learnt.delete(`${agendaId} ${word}`);
    for (const spelling of spellingsOf(word)) {
      await deleteSpelling(tx, { agendaId, spelling, word });
    }
  }
}

function learntOf(tx: Tx): Set<string> {
  const learnt = learntIn.get(tx) ?? new Set<string>();
  learntIn.set(tx, learnt);
  return learnt;
}

function isSpelt(word: string): boolean {
  return !isRun(word) && !/^\d+$/.test(word);
}

interface OfAgenda {
  readonly agendaId: string;
  readonly word: string;
}

const selectLearnt = prepared((db, { agendaId, word }: OfAgenda) =>
  db
    .selectFrom('word_spellings')
    .select('word')
    .where('agenda_id', '=', agendaId)
    .where('spelling', '=', word)
    .where('word', '=', word),
);

const selectStillNamed = prepared((db, { agendaId, word }: OfAgenda) =>
  db
    .selectFrom('name_words')
    .select('word')
    .where('agenda_id', '=', agendaId)
    .where('word', '=', word)
    .limit(1),
);

const deleteSpelling = prepared(
  (db, { agendaId, spelling, word }: OfAgenda & { readonly spelling: string }) =>
    db
      .deleteFrom('word_spellings')
      .where('agenda_id', '=', agendaId)
      .where('spelling', '=', spelling)
      .where('word', '=', word),
);
