import { type Expression, type SqlBool, sql } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { hashOf, type Write } from './record/audit.ts';

/** Whoever is at the terminal: they see every agenda. */
export const OPERATOR = 'terminal';

/**
 * True of an agenda that a workspace sees: its own. While Summit was never installed by OAuth
 * there is one workspace, and what belongs to nobody is its own.
 */
export function isSeenBy(teamId: string, agenda: string): Expression<SqlBool> {
  const root = rootIdOf(agenda);
  return sql<SqlBool>`case
    when ${teamId} = ${sql.lit(OPERATOR)} then true
    else coalesce(
      (select team_id = ${teamId} from agenda_workspaces where agenda_id = ${root}),
      not exists (select 1 from installations)
    )
  end`;
}

/** The id of the agenda that an agenda's row, or an annex's, belongs to. */
export function rootIdOf(agenda: string): Expression<string> {
  const id = sql.ref(`${agenda}.id`);
  return sql<string>`substr(${id}, 1, instr(${id} || '~', '~') - 1)`;
}

/** The workspace an agenda belongs to; null while it belongs to none. */
export async function workspaceOfAgenda(db: Db, agendaId: string): Promise<string | null> {
  const [row] = await select(db, { agendaId });
  return row?.team_id ?? null;
}

/** True of an agenda that no workspace sees. */
export async function isSeenByNobody(db: Db, agendaId: string): Promise<boolean> {
  if ((await workspaceOfAgenda(db, agendaId)) !== null) return false;
  return (await selectAnyInstalled(db, {})).length > 0;
}

/** From now on an agenda belongs to a workspace. */
export async function giveAgenda(tx: Tx, agendaId: string, teamId: string): Promise<Write> {
  await tx
    .insertInto('agenda_workspaces')
    .values({ agenda_id: agendaId, team_id: teamId })
    .execute();
  return ['workspace', agendaId, hashOfWorkspace(teamId)];
}

/** Whose an agenda is, in short. */
export function hashOfWorkspace(teamId: string): string {
  return hashOf([teamId]);
}

/** The agendas that belong to a workspace. */
export async function listGivenAgendas(db: Db): Promise<string[]> {
  return (await selectGiven(db, {})).map(({ agenda_id: id }) => id);
}

const select = prepared((db, { agendaId }: { readonly agendaId: string }) =>
  db.selectFrom('agenda_workspaces').select('team_id').where('agenda_id', '=', agendaId),
);

const selectAnyInstalled = prepared((db, _given: object) =>
  db.selectFrom('installations').select('id').limit(1),
);

const selectGiven = prepared((db, _given: object) =>
  db.selectFrom('agenda_workspaces').select('agenda_id'),
);
