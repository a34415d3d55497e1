import type { Names, Party } from '../src/agenda/record.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** A party with its name in other languages. */
export interface NamedParty extends Party {
  readonly names: Names;
}

/** The parties of an agenda, in their own order. */
export async function listParties(db: Db, agendaId: string): Promise<NamedParty[]> {
  const rows = await selectParties(db, { agendaId });
  return rows.map(({ names, ...party }) => ({
    ...party,
    names: names === null ? {} : JSON.parse(names),
  }));
}

const selectParties = prepared((db, { agendaId }: { agendaId: string }) =>
  db
    .selectFrom('parties')
    .select(['id', 'name', 'short', 'names'])
    .where('agenda_id', '=', agendaId)
    .orderBy('position')
    .orderBy('id'),
);
