import type { Category, IssueRef, Owner, Position, Quote } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

/** An issue's own words. Throws on a key the agenda doesn't have. */
export async function readIssue(
  db: Db,
  agendaId: string,
  key: string,
): Promise<IssueRef & { readonly summary: string; readonly category: Category }> {
  const [row] = await selectIssue(db, { agendaId, key });
  if (row === undefined) throw new Error(`The agenda "${agendaId}" has no issue "${key}"`);
  return row;
}

/** What each party wants, in the parties' own order. */
export async function listPositions(db: Db, agendaId: string, key: string): Promise<Position[]> {
  const rows = await selectPositions(db, { agendaId, key });
  return rows.map(({ text, basis, ...party }) => ({ party, text, basis }));
}

/** Who is in charge of the issue, party by party. */
export async function listOwners(db: Db, agendaId: string, key: string): Promise<Owner[]> {
  const rows = await selectOwners(db, { agendaId, key });
  return rows.map(({ id, party_name: name, short, owner, role, basis }) => ({
    party: { id, name, short },
    name: owner,
    role,
    basis,
  }));
}

/** What was said that supports the issue's entries. */
export async function listQuotes(db: Db, agendaId: string, key: string): Promise<Quote[]> {
  const rows = await selectQuotes(db, { agendaId, key });
  return rows.map(({ id, publisher, date, url, ...quote }) => ({
    ...quote,
    source: { id, publisher, date, url },
  }));
}

const selectIssue = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('issues')
    .select(['key', 'title', 'summary', 'category'])
    .where('agenda_id', '=', agendaId)
    .where('key', '=', key),
);

const selectPositions = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('positions')
    .innerJoin('parties', (join) =>
      join
        .onRef('parties.agenda_id', '=', 'positions.agenda_id')
        .onRef('parties.id', '=', 'positions.party_id'),
    )
    .select(['parties.id', 'parties.name', 'parties.short', 'positions.text', 'positions.basis'])
    .where('positions.agenda_id', '=', agendaId)
    .where('positions.issue_key', '=', key)
    .orderBy('parties.position'),
);

const selectOwners = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('owners')
    .innerJoin('parties', (join) =>
      join
        .onRef('parties.agenda_id', '=', 'owners.agenda_id')
        .onRef('parties.id', '=', 'owners.party_id'),
    )
    .select([
      'parties.id',
      'parties.name as party_name',
      'parties.short',
      'owners.name as owner',
      'owners.role',
      'owners.basis',
    ])
    .where('owners.agenda_id', '=', agendaId)
    .where('owners.issue_key', '=', key)
    .orderBy('owners.position'),
);

const selectQuotes = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('quotes')
    .innerJoin('sources', (join) =>
      join
        .onRef('sources.agenda_id', '=', 'quotes.agenda_id')
        .onRef('sources.id', '=', 'quotes.source_id'),
    )
    .select([
      'quotes.quote',
      'quotes.speaker',
      'quotes.via',
      'quotes.supports',
      'quotes.caveat',
      'sources.id',
      'sources.publisher',
      'sources.date',
      'sources.url',
    ])
    .where('quotes.agenda_id', '=', agendaId)
    .where('quotes.issue_key', '=', key)
    .orderBy('quotes.position'),
);
