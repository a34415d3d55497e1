import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** Words any of which will do. */
export type Term = readonly string[];

export interface Walk {
  readonly agendaId: string;
  /** The words of names, or those of all texts. */
  readonly table: 'name_words' | 'text_words';
  /** At least one. */
  readonly terms: readonly Term[];
  /** The key to go on from; the empty one is before all. */
  readonly after: string;
  readonly limit: number;
  /** Says which issues that have all terms are meant. */
  readonly accept: (keys: readonly string[]) => Promise<readonly string[]>;
}

export interface Walked {
  readonly keys: readonly string[];
  /** The key after which there may be more; null when there is nothing more. */
  readonly next: string | null;
}

/**
 * The issues that have all terms, in the order of their keys. It walks along the issues
 * of each term side by side, from where the one furthest on stands, so a rare word leads
 * it past the many issues of a common one. Its steps are bounded whatever there is.
 */
export async function walkIssues(db: Db, walk: Walk): Promise<Walked> {
  const { terms, limit, accept } = walk;
  const keys: string[] = [];
  let after = walk.after;
  let from = after === '' ? '' : after + FIRST_LETTER;
  let batch = FIRST_BATCH;
  for (let read = 0; read < MOST_READ;) {
    const stretches: Stretch[] = [];
    for (const term of terms) {
      const stretch = await readStretch(db, walk, term, from, batch);
      if (stretch.keys.length === 0) return { keys, next: null };
      stretches.push(stretch);
      read += stretch.keys.length;
    }

    const start = last(stretches.map((stretch) => stretch.keys[0] ?? ''));
    const ends = stretches.flatMap(({ end }) => end ?? []);
    const end = ends.toSorted()[0] ?? null;
    if (end !== null && start > end) {
      from = start;
      continue;
    }

    keys.push(...(await accept(inAll(stretches, end))));
    if (keys.length > limit)
      return { keys: keys.slice(0, limit), next: keys[limit - 1] ?? walk.after };
    if (end === null) return { keys, next: null };
    after = end;
    from = after + FIRST_LETTER;
    batch = Math.min(2 * batch, LAST_BATCH);
  }
  return { keys, next: after };
}

const FIRST_BATCH = 16;
const LAST_BATCH = 512;
/** Keys read in one walk, in some tens of milliseconds. */
const MOST_READ = 40_000;
/** Before every letter of a key, so that a key with it follows the key at once. */
const FIRST_LETTER = ' ';

/** The next issues of a term. */
interface Stretch {
  readonly keys: readonly string[];
  /** As far as it is complete; null when the term has no issues after it. */
  readonly end: string | null;
}

async function readStretch(
  db: Db,
  { agendaId, table }: Walk,
  term: Term,
  from: string,
  batch: number,
): Promise<Stretch> {
  const all = new Set<string>();
  const ends: string[] = [];
  for (const word of term) {
    const rows = await selectWithWord[table](db, { agendaId, word, from, batch });
    for (const { issue_key: key } of rows) all.add(key);
    if (rows.length === batch) ends.push(rows.at(-1)?.issue_key ?? from);
  }
  const keys = [...all];
  if (term.length > 1) keys.sort();
  const end = ends.toSorted()[0] ?? null;
  return { keys: end === null ? keys : keys.filter((key) => key <= end), end };
}

const selectWithWord = {
  name_words: selectFrom('name_words'),
  text_words: selectFrom('text_words'),
};

interface FromKey {
  readonly agendaId: string;
  readonly word: string;
  readonly from: string;
  readonly batch: number;
}

function selectFrom(table: Walk['table']) {
  return prepared((db, { agendaId, word, from, batch }: FromKey) =>
    db
      .selectFrom(table)
      .select('issue_key')
      .where('agenda_id', '=', agendaId)
      .where('word', '=', word)
      .where('issue_key', '>=', from)
      .orderBy('issue_key')
      .limit(batch),
  );
}

function inAll(stretches: readonly Stretch[], end: string | null): string[] {
  const [shortest, ...others] = stretches.toSorted(
    (one, other) => one.keys.length - other.keys.length,
  );
  const sets = others.map(({ keys }) => new Set(keys));
  const common = (shortest?.keys ?? []).filter((key) => sets.every((set) => set.has(key)));
  return end === null ? common : common.filter((key) => key <= end);
}

function last(keys: readonly string[]): string {
  return keys.toSorted().at(-1) ?? '';
}
