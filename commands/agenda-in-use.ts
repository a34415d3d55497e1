import { agendaFor } from '../db/agendas.ts';
import { dayIn } from '../src/agenda/days.ts';
import type { Agenda, IsoDate } from '../src/agenda/record.ts';
import { emptyRecord } from '../src/messages/agenda-choice.ts';
import type { Call, Reply } from './command.ts';
import { tell } from './reply.ts';

/** Answers about the agenda in use where the question is asked; says what to do while there is none. */
export async function withAgenda(
  call: Call,
  run: (agenda: Agenda) => Promise<Reply>,
): Promise<Reply> {
  const agenda = await agendaFor(call.db, call.where);
  return agenda === null ? tell(emptyRecord()) : run(agenda);
}

/** The day it is: for the asker or at the venue, whichever is later, so that nobody misses what was just recorded. */
export function todayFor({ now, who }: Call, agenda: Agenda): IsoDate {
  const day = dayIn(now, who.timeZone);
  if (agenda.timeZone === who.timeZone) return day;
  const there = dayIn(now, agenda.timeZone);
  return there > day ? there : day;
}
