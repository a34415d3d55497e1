import { agendaFor, listAgendas } from '../db/agendas.ts';
import { chooseAgendaFor } from '../src/changes/choose-agenda.ts';
import type { ListedAgenda } from '../src/agenda/record.ts';
import { agendaChoice, agendaChosen, emptyRecord } from '../src/messages/agenda-choice.ts';
import { compose } from '../src/messages/pieces.ts';
import { agendasCalled } from './agendas-called.ts';
import { askedBy } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { readCount, readOptions } from './options.ts';
import { tell } from './reply.ts';

/** `/summit agenda`: which agendas there are, and which one this channel asks about. */
export const agenda: Command = {
  name: 'agenda',
  takes: '[name]',
  summary: 'See the agendas, or choose the one this channel asks about',
  examples: ['agenda', 'agenda biden-xi-2023'],
  writes: true,
  async run(call) {
    const { words, options } = readOptions(call.text, []);
    const agendas = await listAgendas(call.db, call.where.teamId);
    if (agendas.length === 0) return tell(emptyRecord());

    const named = words === '' ? [] : agendasCalled(agendas, words);
    const [only] = named;
    if (only !== undefined && named.length === 1) return choose(call, only);

    const inUse = await agendaFor(call.db, call.where);
    const shown = named.length > 0 ? named : agendas;
    return tell(
      compose({
        pieces: agendaChoice(shown, inUse?.id ?? null, words),
        words: ['agenda', words].filter(Boolean).join(' '),
        part: readCount(options.get('part')),
        buttons: shown
          .filter(({ id }) => id !== inUse?.id)
          .slice(0, 5)
          .map(({ id, title }) => ({ label: `Use ${title}`, say: `agenda ${id}` })),
      }),
    );
  },
};

async function choose(call: Call, { id, title }: ListedAgenda): Promise<Reply> {
  const asked = await askedBy(call, 'agenda', id);
  await chooseAgendaFor(call.db, { ...call.where, agendaId: id }, asked);
  return tell(
    compose({
      pieces: agendaChosen(title),
      words: 'agenda',
      buttons: [{ label: 'See it', say: 'status', primary: true }],
    }),
  );
}
