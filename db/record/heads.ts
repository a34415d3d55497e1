import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type {
  AgendaHead,
  ContextDocument,
  DatasetDocument,
  HappeningDocument,
  PartyDocument,
  SourceDocument,
  StatementDocument,
} from '../../src/agenda/document.ts';
import { type Marking, USUAL_MARKING } from '../../src/agenda/marking.ts';
import type { Names } from '../../src/agenda/record.ts';
import { sameAddress } from '../../src/agenda/web-address.ts';
import { insertRows } from '../insert-rows.ts';
import type { Db, Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Schema } from '../schema.ts';
import { hashOf, hashOfContent, type Write } from './audit.ts';
import { withoutNulls } from './without-nulls.ts';

type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;

/** All a document says of an agenda but its issues, as it is recorded. Null when there is no such agenda. */
export async function readHead(db: Db, agendaId: string): Promise<AgendaHead | null> {
  const [agenda] = await selectAgenda(db, { agendaId });
  if (agenda === undefined) return null;

  const context = await readContext(db, agenda);
  const parties = await selectParties(db, { agendaId });
  const sources = await selectSources(db, { agendaId });
  return {
    schema_version: '1.0',
    dataset: toDataset(agenda),
    parties: parties.map(toParty),
    ...(context === null ? {} : { context }),
    sources: sources.map(toSource),
  };
}

/** Records all a document says of an agenda but its issues. Parties and sources it leaves out stay. */
export async function writeHead(
  tx: Tx,
  head: AgendaHead,
  recorded: AgendaHead | null,
  marking: Marking = USUAL_MARKING,
): Promise<Write[]> {
  const agendaId = head.dataset.id;
  await writeAgenda(tx, head, marking);
  await tx.deleteFrom('statements').where('agenda_id', '=', agendaId).execute();
  await tx.deleteFrom('happenings').where('agenda_id', '=', agendaId).execute();
  const { goals, expectations, contacts, events } = head.context ?? {};
  await insertRows(tx, 'statements', statementRows(agendaId, 'goal', goals));
  await insertRows(tx, 'statements', statementRows(agendaId, 'expectation', expectations));
  await insertRows(tx, 'happenings', happeningRows(agendaId, 'contact', contacts));
  await insertRows(tx, 'happenings', happeningRows(agendaId, 'event', events));

  const party = byId(recorded?.parties);
  for (const [position, one] of head.parties.entries()) {
    if (!party(position, one)) await writeParty(tx, agendaId, position, one);
  }
  const source = byId(recorded?.sources);
  const writes: Write[] = [await writeOfAgenda(tx, agendaId)];
  for (const [position, one] of head.sources.entries()) {
    if (!source(position, one)) writes.push(await writeSource(tx, agendaId, position, one));
  }
  return writes;
}

/** What an agenda says of itself and its parties now, for the log. */
async function writeOfAgenda(tx: Tx, agendaId: string): Promise<Write> {
  return ['agenda', agendaId, (await hashOfAgenda(tx, agendaId)) ?? ''];
}

/**
 * What an agenda says of itself, its parties and all around it, in short; its sources and issues
 * have lines of their own, and what is counted follows from them. Null when there is no such agenda.
 */
export async function hashOfAgenda(db: Db, agendaId: string): Promise<string | null> {
  const [agenda] = await selectAgenda(db, { agendaId });
  if (agenda === undefined) return null;
  const { last_entry_on: _, issue_count: __, marking, room, readers, ...rest } = agenda;
  const { annex_of: annexOf, ...said } = rest;
  const isUsual =
    marking === USUAL_MARKING && [room, readers, annexOf].every((one) => one === null);
  return hashOfContent({
    said,
    ...(!isUsual && { marked: { marking, room, readers, annexOf } }),
    parties: await selectParties(db, { agendaId }),
    statements: await selectStatements(db, { agendaId }),
    happenings: await selectHappenings(db, { agendaId }),
  });
}

/** Tells whether the same thing is recorded at the same place. */
function byId<Item extends { readonly id: string }>(
  recorded: readonly Item[] = [],
): (position: number, item: Item) => boolean {
  const places = new Map(recorded.map((item, position) => [item.id, { position, item }]));
  return (position, item) => isDeepStrictEqual(places.get(item.id), { position, item });
}

async function writeAgenda(
  tx: Tx,
  { dataset, context }: AgendaHead,
  marking: Marking,
): Promise<void> {
  const agenda = {
    title: dataset.title,
    names: jsonOrNull(dataset.names),
    kind: dataset.kind,
    start_date: dataset.start_date,
    end_date: dataset.end_date,
    time_zone: dataset.timezone,
    location: dataset.location ?? null,
    as_of: dataset.as_of,
    as_of_label: dataset.as_of_label ?? null,
    coverage_end: dataset.coverage_end,
    languages: jsonOrNull(dataset.languages),
    statuses: dataset.statuses,
    disclaimer: dataset.disclaimer ?? null,
    context: context === undefined ? null : JSON.stringify(Object.keys(context)),
  };
  await tx
    .insertInto('agendas')
    .values({
      id: dataset.id,
      ...agenda,
      last_entry_on: null,
      issue_count: 0,
      marking,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(agenda))
    .execute();
}

async function writeParty(
  tx: Tx,
  agendaId: string,
  position: number,
  { id, name, short, names }: PartyDocument,
): Promise<void> {
  const party = { position, name, short: short ?? null, names: jsonOrNull(names) };
  await tx
    .insertInto('parties')
    .values({ agenda_id: agendaId, id, ...party })
    .onConflict((conflict) => conflict.columns(['agenda_id', 'id']).doUpdateSet(party))
    .execute();
}

export async function writeSource(
  tx: Tx,
  agendaId: string,
  position: number,
  { id, publisher, date, url, about, kind, lang }: SourceDocument,
): Promise<Write> {
  const source = {
    position,
    publisher,
    date,
    url,
    address: sameAddress(url),
    about: about ?? null,
    kind: kind ?? null,
    lang: lang ?? null,
  };
  await tx
    .insertInto('sources')
    .values({ agenda_id: agendaId, id, ...source })
    .onConflict((conflict) => conflict.columns(['agenda_id', 'id']).doUpdateSet(source))
    .execute();
  return ['source', id, hashOfSource({ id, ...source })];
}

/** What a source says, and where it stands among the others. */
export function hashOfSource(source: Omit<Row<'sources'>, 'agenda_id'>): string {
  const { id, position, publisher, date, url, address, about, kind, lang } = source;
  return hashOf([id, `${position}`, publisher, date, url, address, about, kind, lang]);
}

function statementRows(
  agendaId: string,
  kind: 'goal' | 'expectation',
  statements: readonly StatementDocument[] = [],
): Row<'statements'>[] {
  return statements.map(({ text, attribution, basis }, position) => ({
    agenda_id: agendaId,
    kind,
    position,
    text,
    attribution,
    basis,
  }));
}

function happeningRows(
  agendaId: string,
  kind: 'contact' | 'event',
  happenings: readonly HappeningDocument[] = [],
): Row<'happenings'>[] {
  return happenings.map(({ date, precision, what, basis, sources }, position) => ({
    agenda_id: agendaId,
    kind,
    position,
    date,
    precision,
    what,
    basis,
    sources: JSON.stringify(sources),
  }));
}

/** Only the lists that the document had, empty ones too. */
async function readContext(db: Db, agenda: Row<'agendas'>): Promise<ContextDocument | null> {
  if (agenda.context === null) return null;
  const agendaId = agenda.id;
  const statements = await selectStatements(db, { agendaId });
  const happenings = await selectHappenings(db, { agendaId });
  const lists: Required<ContextDocument> = {
    goals: statements.filter(({ kind }) => kind === 'goal').map(toStatement),
    expectations: statements.filter(({ kind }) => kind === 'expectation').map(toStatement),
    contacts: happenings.filter(({ kind }) => kind === 'contact').map(toHappening),
    events: happenings.filter(({ kind }) => kind === 'event').map(toHappening),
  };
  const had = listIn(agenda.context);
  return Object.fromEntries(Object.entries(lists).filter(([list]) => had.includes(list)));
}

function toDataset(row: Row<'agendas'>): DatasetDocument {
  return withoutNulls({
    id: row.id,
    title: row.title,
    names: namesIn(row.names),
    kind: row.kind,
    start_date: row.start_date,
    end_date: row.end_date,
    timezone: row.time_zone,
    location: row.location,
    as_of: row.as_of,
    as_of_label: row.as_of_label,
    coverage_end: row.coverage_end,
    languages: row.languages === null ? null : listIn(row.languages),
    statuses: row.statuses,
    disclaimer: row.disclaimer,
  });
}

function toParty({ id, name, short, names }: Row<'parties'>): PartyDocument {
  return withoutNulls({ id, name, short, names: namesIn(names) });
}

function toSource(row: Row<'sources'>): SourceDocument {
  const { id, publisher, date, url, about, kind, lang } = row;
  return withoutNulls({ id, publisher, date, url, about, kind, lang });
}

function toStatement({ text, attribution, basis }: Row<'statements'>): StatementDocument {
  return { text, attribution, basis };
}

function toHappening(row: Row<'happenings'>): HappeningDocument {
  const { date, precision, what, basis, sources } = row;
  return { date, precision, what, basis, sources: listIn(sources) };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function namesIn(json: string | null): Names | null {
  return json === null ? null : JSON.parse(json);
}

function listIn(json: string): string[] {
  return JSON.parse(json);
}

interface AgendaId {
  readonly agendaId: string;
}

const selectAgenda = prepared((db, given: AgendaId) =>
  db.selectFrom('agendas').selectAll().where('id', '=', given.agendaId),
);

const selectParties = prepared((db, given: AgendaId) =>
  db
    .selectFrom('parties')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .orderBy('position')
    .orderBy('id'),
);

const selectSources = prepared((db, given: AgendaId) =>
  db
    .selectFrom('sources')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .orderBy('position')
    .orderBy('id'),
);

const selectStatements = prepared((db, given: AgendaId) =>
  db
    .selectFrom('statements')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .orderBy('position'),
);

const selectHappenings = prepared((db, given: AgendaId) =>
  db
    .selectFrom('happenings')
    .selectAll()
    .where('agenda_id', '=', given.agendaId)
    .orderBy('position'),
);
