import type { Selectable } from 'kysely';
import type { Agenda, ListedAgenda } from '../src/agenda/record.ts';
import { isSeenBy } from './agenda-workspaces.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { hashOf, type Write } from './record/audit.ts';
import type { Schema } from './schema.ts';

interface Room {
  readonly teamId: string;
  readonly channelId: string;
}

/** The agenda a channel chose or, while it chose none, the one that starts last of those its workspace sees. Null while it sees none. */
export async function agendaFor(db: Db, { teamId, channelId }: Room): Promise<Agenda | null> {
  const [agenda] = await selectInUse(db, { teamId, channelId });
  return agenda ?? null;
}

/** The agenda of this id. Throws when there is none. */
export async function readAgenda(db: Db, id: string): Promise<Agenda> {
  const [agenda] = await selectById(db, { id });
  if (agenda === undefined) throw new Error(`There is no agenda "${id}"`);
  return agenda;
}

/** Every agenda a workspace sees, the one that starts last first. */
export async function listAgendas(db: Db, teamId: string): Promise<ListedAgenda[]> {
  const rows = await selectAll(db, { teamId });
  return rows.map(({ names, ...agenda }) => ({
    ...agenda,
    names: names === null ? {} : JSON.parse(names),
  }));
}

/** The agenda that a channel chose, and who chose it; null while it chose none. */
export async function chosenIn(
  db: Db,
  room: Room,
): Promise<{ readonly agendaId: string; readonly by: string } | null> {
  const [chosen] = await selectChosen(db, room);
  return chosen ?? null;
}

/** From now on this channel asks about that agenda. */
export async function chooseAgenda(
  tx: Tx,
  choice: Room & { readonly agendaId: string; readonly by: string; readonly at: string },
): Promise<Write> {
  const room = { team_id: choice.teamId, channel_id: choice.channelId };
  const chosen = { agenda_id: choice.agendaId, chosen_by: choice.by, chosen_at: choice.at };
  await tx
    .insertInto('channel_agendas')
    .values({ ...room, ...chosen })
    .onConflict((conflict) => conflict.columns(['team_id', 'channel_id']).doUpdateSet(chosen))
    .execute();
  return ['channel', `${choice.teamId}/${choice.channelId}`, hashOfChannel({ ...room, ...chosen })];
}

/** Which agenda a channel chose, in short. */
export function hashOfChannel(chosen: Selectable<Schema['channel_agendas']>): string {
  const { team_id: team, channel_id: channel, agenda_id: agenda, chosen_by: by } = chosen;
  return hashOf([team, channel, agenda, by, chosen.chosen_at]);
}

const COLUMNS = [
  'agendas.id',
  'agendas.title',
  'agendas.start_date as startDate',
  'agendas.end_date as endDate',
  'agendas.time_zone as timeZone',
  'agendas.coverage_end as coverageEnd',
  'agendas.last_entry_on as lastEntryOn',
] as const;

const selectById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('agendas').select(COLUMNS).where('id', '=', id),
);

const selectInUse = prepared((db, { teamId, channelId }: Room) =>
  db
    .selectFrom('agendas')
    .select(COLUMNS)
    .where('agendas.id', '=', (one) =>
      one.fn.coalesce(
        one
          .selectFrom('channel_agendas')
          .innerJoin('agendas as chosen', 'chosen.id', 'agenda_id')
          .select('agenda_id')
          .where('team_id', '=', teamId)
          .where('channel_id', '=', channelId)
          .where(isSeenBy(teamId, 'chosen')),
        one
          .selectFrom('agendas as latest')
          .select('latest.id')
          .where('latest.annex_of', 'is', null)
          .where(isSeenBy(teamId, 'latest'))
          .orderBy('latest.start_date', 'desc')
          .orderBy('latest.id')
          .limit(1),
      ),
    ),
);

const selectChosen = prepared((db, { teamId, channelId }: Room) =>
  db
    .selectFrom('channel_agendas')
    .select(['agenda_id as agendaId', 'chosen_by as by'])
    .where('team_id', '=', teamId)
    .where('channel_id', '=', channelId),
);

const selectAll = prepared((db, { teamId }: { teamId: string }) =>
  db
    .selectFrom('agendas')
    .select(COLUMNS)
    .select('names')
    .where('annex_of', 'is', null)
    .where(isSeenBy(teamId, 'agendas'))
    .orderBy('start_date', 'desc')
    .orderBy('id'),
);
