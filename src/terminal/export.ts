import { agendaFor, listAgendas } from '../../db/agendas.ts';
import { exportAgenda } from '../changes/export-agenda.ts';
import { print, printProblem } from './print.ts';
import { EXIT, type Exit, TERMINAL, type TerminalCall } from './terminal-call.ts';

/** `export [AGENDA]`: prints an agenda as the document `import` takes. */
export async function exportWord({ db, words }: TerminalCall): Promise<Exit> {
  if (words.length > 1) {
    printProblem('Say which agenda, by its id: export [AGENDA]');
    return EXIT.misused;
  }
  const agendas = await listAgendas(db);
  const chosen = await agendaFor(db, TERMINAL);
  const wanted = words[0] ?? chosen?.id;
  if (wanted === undefined) {
    printProblem('There is no agenda yet. Import one: import FILE');
    return EXIT.refused;
  }
  if (!agendas.some(({ id }) => id === wanted)) {
    const ids = agendas.map(({ id }) => id).join(', ') || 'none';
    printProblem(`There is no agenda ${wanted}. There is: ${ids}`);
    return EXIT.refused;
  }

  for await (const text of exportAgenda(db, wanted)) await print(text);
  return EXIT.answered;
}
