import type { Selectable } from 'kysely';
import type { EntryDocument, IssueDocument, QuoteDocument } from '../../src/agenda/document.ts';
import { insteadOfWho } from '../../src/agenda/attribution-rule.ts';
import { keyInAnnex, plainKey } from '../../src/agenda/annex.ts';
import type { Names } from '../../src/agenda/record.ts';
import { insertRows } from '../insert-rows.ts';
import type { Db, Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { hashOfContent, type Write } from './audit.ts';
import { addFacts, readFacts } from './issue-facts.ts';
import { withoutNulls } from './without-nulls.ts';

/** An issue as it is recorded, as a document has it. */
export interface RecordedIssue {
  readonly position: number;
  readonly issue: IssueDocument;
  /** Of the entries in its history, in the same order. */
  readonly entryIds: readonly string[];
}

/** The issue with this key; null when there is none. */
export async function readIssue(
  db: Db,
  agendaId: string,
  key: string,
): Promise<RecordedIssue | null> {
  const without = await readIssueHead(db, agendaId, key);
  if (without === null) return null;

  const entries = await selectEntries(db, { agendaId, key });
  const entrySources = await selectEntrySources(db, { agendaId, key });
  const sourcesOf = Map.groupBy(entrySources, ({ entry_id: id }) => id);
  const history = entries.map((entry) => toldEntry(entry, sourcesOf.get(entry.id) ?? []));
  return {
    position: without.position,
    entryIds: entries.map(({ id }) => id),
    issue: { ...without.issue, history },
  };
}

/** What `hashOfIssue` is of: all of an issue but its history. */
export type IssueHead = Pick<RecordedIssue, 'position' | 'issue'> & {
  /** Not 0 for one of the agenda that has entries in an annex too. */
  readonly continues?: number;
};

/** What an issue is now, in short. */
export function hashOfIssue({ position, issue, continues = 0 }: IssueHead): string {
  // As a list, since the parties' order counts too.
  const positions = Object.entries(issue.positions);
  const more = continues === 0 ? {} : { continues };
  return hashOfContent({ position, ...issue, positions, history: [], ...more });
}

/** The same, for the log. */
export async function writeOfIssue(tx: Tx, agendaId: string, key: string): Promise<Write> {
  const head = await readIssueHead(tx, agendaId, key);
  if (head === null) throw new Error(`The agenda "${agendaId}" has no issue "${key}"`);
  return ['issue', key, hashOfIssue(head)];
}

/** The issue without its history. */
export async function readIssueHead(
  db: Db,
  agendaId: string,
  key: string,
): Promise<IssueHead | null> {
  const given = { agendaId, key };
  const [row] = await selectIssue(db, given);
  if (row === undefined) return null;

  const aliases = await readFacts(db, agendaId, key, 'aliases');
  const positions = await readFacts(db, agendaId, key, 'positions');
  const owners = await readFacts(db, agendaId, key, 'owners');
  const quotes = await selectQuotes(db, given);
  const related = await selectRelated(db, given);
  const names: Names | null = row.names === null ? null : JSON.parse(row.names);
  return {
    position: row.position,
    continues: row.continues,
    issue: withoutNulls({
      key: row.key,
      title: row.title,
      names,
      aliases,
      category: row.category,
      origin: row.origin,
      summary: row.summary,
      positions: Object.fromEntries(
        positions.map(({ party, text, basis }) => [party, { text, basis }]),
      ),
      owners,
      owner_note: row.owner_note,
      history: [],
      evidence: quotes.map(toQuote),
      related: related.map(({ related_key: relatedKey }) => relatedKey),
    }),
  };
}

/** Records an issue that is new, but for its history. */
export async function addIssue(
  tx: Tx,
  agendaId: string,
  position: number,
  issue: IssueDocument,
): Promise<void> {
  await insertRows(tx, 'issues', [
    { agenda_id: agendaId, key: issue.key, ...issueRow(position, issue) },
  ]);
  await addDetails(tx, agendaId, issue);
  await countOneMore(tx, { agendaId });
}

/** A key made of these words that no issue of the agenda has yet. */
export async function freeIssueKey(tx: Tx, agendaId: string, words: string): Promise<string> {
  const plain = plainKey(words);
  for (let count = 1; ; count += 1) {
    const key = keyInAnnex(agendaId, count === 1 ? plain : `${plain}-${count}`);
    if ((await selectIssue(tx, { agendaId, key })).length === 0) return key;
  }
}

/** The place after the last issue of the agenda. */
export async function nextPosition(tx: Tx, agendaId: string): Promise<number> {
  const [last] = await selectLastPosition(tx, { agendaId });
  return last === undefined ? 0 : last.position + 1;
}

/** Records all an issue has now, but for its history. */
export async function changeIssue(
  tx: Tx,
  agendaId: string,
  position: number,
  issue: IssueDocument,
): Promise<void> {
  await tx
    .updateTable('issues')
    .set(issueRow(position, issue))
    .where('agenda_id', '=', agendaId)
    .where('key', '=', issue.key)
    .execute();
  for (const table of ['aliases', 'positions', 'owners', 'quotes', 'related_issues'] as const) {
    await tx
      .deleteFrom(table)
      .where('agenda_id', '=', agendaId)
      .where('issue_key', '=', issue.key)
      .execute();
  }
  await addDetails(tx, agendaId, issue);
}

/** Keys of issues in the agenda's own order, a page at a time: those after the one given. */
export async function listIssueKeys(
  db: Db,
  agendaId: string,
  after: { readonly position: number; readonly key: string },
): Promise<{ position: number; key: string }[]> {
  return selectKeys(db, { agendaId, ...after });
}

function issueRow(position: number, issue: IssueDocument) {
  return {
    position,
    title: issue.title,
    names: issue.names === undefined ? null : JSON.stringify(issue.names),
    category: issue.category,
    origin: issue.origin,
    summary: issue.summary,
    owner_note: issue.owner_note ?? null,
  };
}

async function addDetails(tx: Tx, agendaId: string, issue: IssueDocument): Promise<void> {
  const of = { agenda_id: agendaId, issue_key: issue.key };
  const positions = Object.entries(issue.positions).map(([party, { text, basis }]) => ({
    party,
    text,
    basis,
  }));
  await addFacts(tx, agendaId, issue.key, 'aliases', issue.aliases);
  await addFacts(tx, agendaId, issue.key, 'positions', positions);
  await addFacts(tx, agendaId, issue.key, 'owners', issue.owners);
  await insertRows(
    tx,
    'quotes',
    issue.evidence.map(({ quote, speaker, speaker_type: type, ...rest }, position) => ({
      ...of,
      position,
      quote,
      speaker,
      speaker_type: type,
      via: rest.via ?? null,
      source_id: rest.source,
      supports: rest.supports,
      caveat: rest.caveat ?? null,
    })),
  );
  await insertRows(
    tx,
    'related_issues',
    issue.related.map((related, position) => ({ ...of, position, related_key: related })),
  );
}

type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;

/** A row as a document has it; where whoever said it must not be named, they aren't. */
function toldEntry(row: Row<'entries'>, sources: readonly { source_id: string }[]): EntryDocument {
  const instead = insteadOfWho(row.attribution_rule);
  const entry = toEntry(row, sources);
  return instead === null ? entry : { ...entry, attribution: instead };
}

/** A row as it was recorded. */
export function toEntry(
  row: Row<'entries'>,
  sources: readonly { source_id: string }[],
): EntryDocument {
  return withoutNulls({
    date: row.date,
    precision: row.precision,
    status: row.status,
    phase: row.phase,
    note: row.note,
    attribution: row.attribution,
    basis: row.basis,
    confidence: row.confidence,
    sources: sources.map(({ source_id: id }) => id),
    reported: row.reported,
    date_note: row.date_note,
  });
}

function toQuote(row: Row<'quotes'>): QuoteDocument {
  return withoutNulls({
    quote: row.quote,
    speaker: row.speaker,
    speaker_type: row.speaker_type,
    via: row.via,
    source: row.source_id,
    supports: row.supports,
    caveat: row.caveat,
  });
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const countOneMore = prepared((db, { agendaId }: { agendaId: string }) =>
  db
    .updateTable('agendas')
    .set((agenda) => ({ issue_count: agenda('issue_count', '+', 1) }))
    .where('id', '=', agendaId),
);

const selectIssue = prepared((db, given: IssueId) =>
  db
    .selectFrom('issues')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .where('key', '=', given.key),
);

const selectLastPosition = prepared((db, { agendaId }: { agendaId: string }) =>
  db
    .selectFrom('issues')
    .select('position')
    .where('agenda_id', '=', agendaId)
    .orderBy('position', 'desc')
    .limit(1),
);

const selectEntries = prepared((db, given: IssueId) =>
  db
    .selectFrom('entries')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('ended_at', 'is', null)
    .orderBy('date'),
);

const selectEntrySources = prepared((db, given: IssueId) =>
  db
    .selectFrom('entries')
    .innerJoin('entry_sources', 'entry_sources.entry_id', 'entries.id')
    .select(['entry_sources.entry_id', 'entry_sources.source_id'])
    .where('entries.agenda_id', '=', given.agendaId)
    .where('entries.issue_key', '=', given.key)
    .where('entries.ended_at', 'is', null)
    .orderBy('entries.date')
    .orderBy('entry_sources.position'),
);

const selectQuotes = prepared((db, given: IssueId) =>
  db
    .selectFrom('quotes')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('position'),
);

const selectRelated = prepared((db, given: IssueId) =>
  db
    .selectFrom('related_issues')
    .select('related_key')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('position'),
);

const selectKeys = prepared((db, given: IssueId & { position: number }) =>
  db
    .selectFrom('issues')
    .select(['position', 'key'])
    .where('agenda_id', '=', given.agendaId)
    .where((is) => is(is.refTuple('position', 'key'), '>', is.tuple(given.position, given.key)))
    .orderBy('position')
    .orderBy('key')
    .limit(500),
);
