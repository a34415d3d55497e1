import { type Hit, MOST_HITS, type NameIndex, type NamedHit } from '../src/agenda/name-index.ts';
import { LAST_LETTER } from './last-letter.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { type Term, walkIssues } from './walk-issues.ts';

const MOST_SPELT = 100;
const MOST_BEGUN = 100;
const MOST_ISSUES_A_WORD = 10;
const MOST_NAMES = 1_000;

/** The names of one agenda's issues. */
export function nameIndex(db: Db, agendaId: string): NameIndex {
  return {
    async named(form) {
      const rows = await selectNamed(db, { agendaId, form });
      return rows.map(({ kind, ...issue }) => ({ ...issue, byKey: kind === 'key' }));
    },
    async withBag(form) {
      return distinct(await selectWithBag(db, { agendaId, form }));
    },
    withInitials: (form) => selectWithInitials(db, { agendaId, form }),
    withTerms: (terms, runs) => selectWithTerms(db, agendaId, terms, runs),
    wordsSpelt: (spellings) => selectSpelt(db, agendaId, spellings),
    async wordsFrom(beginning) {
      const end = beginning + LAST_LETTER;
      const rows = await selectWordsFrom(db, { agendaId, beginning, end });
      return rows.map(({ word }) => word);
    },
    withAnyOf: (words) => selectWithAnyOf(db, agendaId, words),
    firstOnAgenda: () => selectFirst(db, { agendaId }),
  };
}

interface Form {
  readonly agendaId: string;
  readonly form: string;
}

const selectNamed = prepared((db, { agendaId, form }: Form) =>
  selectByForm(db, agendaId, form)
    .select('issue_names.kind')
    .where('issue_names.kind', '>=', 'key')
    .orderBy('issue_names.kind')
    .orderBy('issue_names.issue_key')
    .limit(MOST_HITS),
);

const selectWithBag = prepared((db, { agendaId, form }: Form) =>
  selectByForm(db, agendaId, form)
    .where('issue_names.kind', '!=', 'initials')
    // A form can stand for one issue both as its key and as a name.
    .limit(2 * MOST_HITS),
);

const selectWithInitials = prepared((db, { agendaId, form }: Form) =>
  selectByForm(db, agendaId, form).where('issue_names.kind', '=', 'initials').limit(MOST_HITS),
);

function selectByForm(db: Db, agendaId: string, form: string) {
  return db
    .selectFrom('issue_names')
    .innerJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'issue_names.agenda_id')
        .onRef('issues.key', '=', 'issue_names.issue_key'),
    )
    .select(['issues.key', 'issues.title', 'issues.position'])
    .where('issue_names.agenda_id', '=', agendaId)
    .where('issue_names.form', '=', form);
}

const selectWordsFrom = prepared(
  (db, { agendaId, beginning, end }: { agendaId: string; beginning: string; end: string }) =>
    db
      .selectFrom('word_spellings')
      .select('word')
      .where('agenda_id', '=', agendaId)
      .where('spelling', '>=', beginning)
      .where('spelling', '<', end)
      .whereRef('word', '=', 'spelling')
      .limit(MOST_BEGUN),
);

const selectFirst = prepared((db, { agendaId }: { agendaId: string }) =>
  db
    .selectFrom('issues')
    .select(['key', 'title', 'position'])
    .where('agenda_id', '=', agendaId)
    .orderBy('position')
    .limit(MOST_HITS),
);

async function selectWithTerms(
  db: Db,
  agendaId: string,
  terms: readonly Term[],
  runs: readonly string[],
): Promise<Hit[]> {
  if (terms.length === 0) return [];
  const { keys } = await walkIssues(db, {
    agendaId,
    table: 'name_words',
    terms,
    after: '',
    limit: MOST_HITS,
    accept: async (found) => withRuns(db, agendaId, runs, found),
  });
  if (keys.length === 0) return [];
  return db
    .selectFrom('issues')
    .select(['key', 'title', 'position'])
    .where('agenda_id', '=', agendaId)
    .where('key', 'in', [...keys])
    .execute();
}

/** Those of the issues that have each run unbroken in a name. */
async function withRuns(
  db: Db,
  agendaId: string,
  runs: readonly string[],
  keys: readonly string[],
): Promise<readonly string[]> {
  if (runs.length === 0 || keys.length === 0) return keys;
  const rows = await db
    .selectFrom('issue_names')
    .select(['issue_key', 'form'])
    .where('agenda_id', '=', agendaId)
    .where('issue_key', 'in', [...keys])
    .where('kind', '>=', 'key')
    .execute();
  const names = Map.groupBy(rows, (row) => row.issue_key);
  return keys.filter((key) =>
    runs.every((run) => names.get(key)?.some(({ form }) => form.includes(run))),
  );
}

async function selectSpelt(
  db: Db,
  agendaId: string,
  spellings: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('word_spellings')
    .select('word')
    .distinct()
    .where('agenda_id', '=', agendaId)
    .where('spelling', 'in', [...spellings])
    .limit(MOST_SPELT)
    .execute();
  return rows.map(({ word }) => word);
}

/** A few issues for each word, so that a word of many issues doesn't crowd out the others. */
async function selectWithAnyOf(
  db: Db,
  agendaId: string,
  words: readonly string[],
): Promise<NamedHit[]> {
  const keys = new Set<string>();
  for (const word of words) {
    for (const { issue_key: key } of await selectWithWord(db, { agendaId, word })) keys.add(key);
  }
  if (keys.size === 0) return [];

  const rows = await db
    .selectFrom('issue_names')
    .innerJoin('issues', (join) =>
      join
        .onRef('issues.agenda_id', '=', 'issue_names.agenda_id')
        .onRef('issues.key', '=', 'issue_names.issue_key'),
    )
    .select(['issues.key', 'issues.title', 'issues.position', 'issue_names.form'])
    .where('issue_names.agenda_id', '=', agendaId)
    .where('issue_names.issue_key', 'in', [...keys])
    .where('issue_names.kind', '>=', 'key')
    .limit(MOST_NAMES)
    .execute();
  const byIssue = Map.groupBy(rows, ({ key }) => key);
  return [...byIssue.values()].flatMap((names) => {
    const [issue] = names;
    if (issue === undefined) return [];
    const { form: _, ...hit } = issue;
    return [{ ...hit, names: names.map(({ form }) => form) }];
  });
}

const selectWithWord = prepared((db, { agendaId, word }: { agendaId: string; word: string }) =>
  db
    .selectFrom('name_words')
    .select('issue_key')
    .where('agenda_id', '=', agendaId)
    .where('word', '=', word)
    .limit(MOST_ISSUES_A_WORD),
);

function distinct(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.map((hit) => [hit.key, hit])).values()];
}
