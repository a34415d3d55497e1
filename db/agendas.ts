import type { Selectable } from 'kysely';
import type { Agenda } from '../src/agenda/record.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

interface Room {
  readonly teamId: string;
  readonly channelId: string;
}

/** The agenda a channel chose or, while it chose none, the one that starts last. Null in an empty record. */
export async function chosenAgenda(db: Db, room: Room): Promise<Agenda | null> {
  const [row] = await selectChosen(db, room);
  return row === undefined ? null : toAgenda(row);
}

/** Every agenda, the one that starts last first. */
export async function listAgendas(db: Db): Promise<Agenda[]> {
  return (await selectAll(db, {})).map(toAgenda);
}

/** From now on this channel asks about that agenda. */
export async function chooseAgenda(
  tx: Tx,
  choice: Room & { readonly agendaId: string; readonly by: string; readonly at: string },
): Promise<void> {
  const chosen = { agenda_id: choice.agendaId, chosen_by: choice.by, chosen_at: choice.at };
  await tx
    .insertInto('channel_agendas')
    .values({ team_id: choice.teamId, channel_id: choice.channelId, ...chosen })
    .onConflict((conflict) => conflict.columns(['team_id', 'channel_id']).doUpdateSet(chosen))
    .execute();
}

const selectChosen = prepared((db, given: Room) =>
  db
    .selectFrom('agendas')
    .leftJoin('channel_agendas as chosen', (join) =>
      join
        .onRef('chosen.agenda_id', '=', 'agendas.id')
        .on('chosen.team_id', '=', given.teamId)
        .on('chosen.channel_id', '=', given.channelId),
    )
    .selectAll('agendas')
    .orderBy((is) => is.case().when('chosen.agenda_id', 'is', null).then(1).else(0).end())
    .orderBy('agendas.start_date', 'desc')
    .orderBy('agendas.id')
    .limit(1),
);

const selectAll = prepared((db, _given: object) =>
  db.selectFrom('agendas').selectAll().orderBy('start_date', 'desc').orderBy('id'),
);

function toAgenda(row: Selectable<Schema['agendas']>): Agenda {
  return {
    id: row.id,
    title: row.title,
    names: row.names === null ? {} : (JSON.parse(row.names) as Agenda['names']),
    kind: row.kind,
    startDate: row.start_date,
    endDate: row.end_date,
    timeZone: row.time_zone,
    location: row.location,
    asOf: row.as_of,
    coverageEnd: row.coverage_end,
    disclaimer: row.disclaimer,
    lastEntryOn: row.last_entry_on,
  };
}
