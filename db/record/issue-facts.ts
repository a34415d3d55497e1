import type { OwnerDocument } from '../../src/agenda/document.ts';
import type { Basis } from '../../src/agenda/record.ts';
import { insertRows } from '../insert-rows.ts';
import type { Db, Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import { hashOfContent, type Write } from './audit.ts';
import { withoutNulls } from './without-nulls.ts';

/** What is recorded of an issue beside its entries and may be changed, each as a list that is replaced whole. */
export interface Facts {
  readonly aliases: readonly string[];
  readonly positions: readonly PartyPosition[];
  readonly owners: readonly OwnerDocument[];
  readonly deskOwners: readonly DeskOwner[];
}

export type FactKind = keyof Facts;

/** What a party wants, by its id. */
export interface PartyPosition {
  readonly party: string;
  readonly text: string;
  readonly basis: Basis;
}

/** Someone of the workspace who owns the issue. */
export interface DeskOwner {
  readonly teamId: string;
  readonly userId: string;
  readonly since: string;
}

/** What is recorded of one kind, in its own order. */
export async function readFacts<Kind extends FactKind>(
  db: Db,
  agendaId: string,
  key: string,
  kind: Kind,
): Promise<Facts[Kind]> {
  return readers[kind](db, { agendaId, key });
}

/** From now on an issue has these and no others of the kind. The caller keeps the index, the log and the card in step. */
export async function writeFacts<Kind extends FactKind>(
  tx: Tx,
  agendaId: string,
  key: string,
  kind: Kind,
  facts: Facts[Kind],
): Promise<void> {
  await deleteFacts[kind](tx, { agendaId, key });
  await addFacts(tx, agendaId, key, kind, facts);
}

/** Puts down facts of an issue that has none of the kind. */
export async function addFacts<Kind extends FactKind>(
  tx: Tx,
  agendaId: string,
  key: string,
  kind: Kind,
  facts: Facts[Kind],
): Promise<void> {
  await adders[kind](tx, { agenda_id: agendaId, issue_key: key }, facts);
}

/** Who owns an issue in the workspace now, for the log: no document tells it, so it is no part of `hashOfIssue`. */
export async function writeOfDesk(tx: Tx, agendaId: string, key: string): Promise<Write> {
  return ['desk', key, hashOfDesk(await readFacts(tx, agendaId, key, 'deskOwners'))];
}

/** The same in short. An issue that no line says it of has no owner there. */
export function hashOfDesk(owners: Facts['deskOwners']): string {
  return hashOfContent({ owners });
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const readers: { readonly [Kind in FactKind]: (db: Db, given: IssueId) => Promise<Facts[Kind]> } = {
  aliases: async (db, given) => (await selectAliases(db, given)).map(({ alias }) => alias),
  positions: async (db, given) => selectPositions(db, given),
  owners: async (db, given) => (await selectOwners(db, given)).map((row) => withoutNulls(row)),
  deskOwners: async (db, given) => selectDeskOwners(db, given),
};

const adders: {
  readonly [Kind in FactKind]: (tx: Tx, of: OfIssue, facts: Facts[Kind]) => Promise<void>;
} = {
  aliases: (tx, of, aliases) =>
    insertRows(
      tx,
      'aliases',
      aliases.map((alias, position) => ({ ...of, position, alias })),
    ),
  positions: (tx, of, positions) =>
    insertRows(
      tx,
      'positions',
      positions.map(({ party, text, basis }, position) => ({
        ...of,
        party_id: party,
        position,
        text,
        basis,
      })),
    ),
  owners: (tx, of, owners) =>
    insertRows(
      tx,
      'owners',
      owners.map(({ party, name, role, basis }, position) => ({
        ...of,
        position,
        party_id: party,
        name,
        role: role ?? null,
        basis,
      })),
    ),
  deskOwners: (tx, of, owners) =>
    insertRows(
      tx,
      'desk_owners',
      owners.map(({ teamId, userId, since }) => ({
        ...of,
        team_id: teamId,
        user_id: userId,
        since,
      })),
    ),
};

interface OfIssue {
  readonly agenda_id: string;
  readonly issue_key: string;
}

const deleteFacts = {
  aliases: deleteOf('aliases'),
  positions: deleteOf('positions'),
  owners: deleteOf('owners'),
  deskOwners: deleteOf('desk_owners'),
};

function deleteOf(table: 'aliases' | 'desk_owners' | 'owners' | 'positions') {
  return prepared((db, { agendaId, key }: IssueId) =>
    db.deleteFrom(table).where('agenda_id', '=', agendaId).where('issue_key', '=', key),
  );
}

const selectAliases = prepared((db, given: IssueId) =>
  db
    .selectFrom('aliases')
    .select('alias')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('position'),
);

const selectPositions = prepared((db, given: IssueId) =>
  db
    .selectFrom('positions')
    .select(['party_id as party', 'text', 'basis'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('position'),
);

const selectOwners = prepared((db, given: IssueId) =>
  db
    .selectFrom('owners')
    .select(['party_id as party', 'name', 'role', 'basis'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('position'),
);

const selectDeskOwners = prepared((db, given: IssueId) =>
  db
    .selectFrom('desk_owners')
    .select(['team_id as teamId', 'user_id as userId', 'since'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .orderBy('since')
    .orderBy('team_id')
    .orderBy('user_id'),
);
