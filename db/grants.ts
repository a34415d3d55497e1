import type { Selectable } from 'kysely';
import type { Grant, Holder } from '../src/access/roles.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { hashOf, type Write } from './record/audit.ts';
import type { Schema } from './schema.ts';
import { recordVersion } from './version.ts';

/** A grant, and who gave it. */
export interface GivenGrant extends Grant {
  readonly by: string;
  readonly at: string;
}

/** What of a workspace was read in one version of the record: each answer asks. */
interface Kept {
  readonly version: string;
  readonly grants: Map<string, readonly GivenGrant[]>;
}

const kept = new WeakMap<object, Kept>();

/** Everything that was given in a workspace: to everyone, then to groups, then to people. */
export async function listGrants(
  db: Db,
  teamId: string,
  given?: string | null,
): Promise<readonly GivenGrant[]> {
  const version = db.isTransaction ? null : (given ?? (await recordVersion(db)));
  if (version === null) return readGrants(db, teamId);
  const before = kept.get(db);
  const now = before?.version === version ? before : { version, grants: new Map() };
  if (now !== before) kept.set(db, now);
  const known = now.grants.get(teamId);
  if (known !== undefined) return known;
  const grants = await readGrants(db, teamId);
  now.grants.set(teamId, grants);
  return grants;
}

async function readGrants(db: Db, teamId: string): Promise<GivenGrant[]> {
  const rows = await selectGrants(db, { teamId });
  return rows.map((row) => ({
    holder: holderOf(row),
    agendaId: row.agenda_id === '' ? null : row.agenda_id,
    role: row.role,
    by: row.given_by,
    at: row.given_at,
  }));
}

/** Gives a role, in place of what was given to the same holder there. */
export async function giveRole(
  tx: Tx,
  teamId: string,
  { holder, agendaId, role, by, at }: GivenGrant,
): Promise<Write> {
  const key = keyOf(teamId, holder, agendaId);
  const given = { role, given_by: by, given_at: at };
  await tx
    .insertInto('grants')
    .values({ ...key, ...given })
    .onConflict((conflict) =>
      conflict.columns(['team_id', 'agenda_id', 'holder_kind', 'holder_id']).doUpdateSet(given),
    )
    .execute();
  return ['grant', nameOf(key), hashOfGrant({ ...key, ...given })];
}

/** Takes back what was given there. */
export async function takeRole(
  tx: Tx,
  teamId: string,
  { holder, agendaId }: Pick<Grant, 'agendaId' | 'holder'>,
): Promise<Write> {
  const key = keyOf(teamId, holder, agendaId);
  await tx
    .deleteFrom('grants')
    .where('team_id', '=', key.team_id)
    .where('agenda_id', '=', key.agenda_id)
    .where('holder_kind', '=', key.holder_kind)
    .where('holder_id', '=', key.holder_id)
    .execute();
  return ['gone', nameOf(key), 'grant'];
}

type Row = Selectable<Schema['grants']>;
type Key = Pick<Row, 'agenda_id' | 'holder_id' | 'holder_kind' | 'team_id'>;

/** What the log calls a grant, with what it holds now: all of them, whosever they are. */
export async function hashGrants(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('grants').selectAll().execute();
  return new Map(rows.map((row) => [nameOf(row), hashOfGrant(row)]));
}

/** What was given, in short. */
function hashOfGrant(row: Row): string {
  return hashOf([nameOf(row), row.role, row.given_by, row.given_at]);
}

/** `TEAM/AGENDA/KIND/HOLDER`, as the log names it. */
function nameOf({
  team_id: team,
  agenda_id: agenda,
  holder_kind: kind,
  holder_id: id,
}: Key): string {
  return [team, agenda, kind, id].join('/');
}

function keyOf(teamId: string, holder: Holder, agendaId: string | null): Key {
  return {
    team_id: teamId,
    agenda_id: agendaId ?? '',
    holder_kind: holder.kind,
    holder_id: holder.kind === 'everyone' ? '' : holder.id,
  };
}

function holderOf({ holder_kind: kind, holder_id: id }: Key): Holder {
  return kind === 'everyone' ? { kind } : { kind, id };
}

const selectGrants = prepared((db, { teamId }: { teamId: string }) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where('team_id', '=', teamId)
    .orderBy('agenda_id')
    .orderBy('holder_kind')
    .orderBy('holder_id'),
);
