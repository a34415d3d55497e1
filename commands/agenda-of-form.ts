import { agendaFor } from '../db/agendas.ts';
import type { Agenda } from '../src/agenda/record.ts';
import type { Call } from './command.ts';

/** The agenda a form was shown for. Nobody is shown one while there is none, and agendas stay. */
export async function agendaOfForm({ db, where }: Call): Promise<Agenda> {
  const agenda = await agendaFor(db, where);
  if (agenda === null) throw new Error('A form was filled in while there is no agenda');
  return agenda;
}
