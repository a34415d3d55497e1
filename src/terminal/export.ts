import { agendaFor, listAgendas } from '../../db/agendas.ts';
import { exportAudit } from '../changes/export-audit.ts';
import { exportAgenda } from '../changes/export-agenda.ts';
import { exportCsv } from '../changes/export-csv.ts';
import { print, printProblem } from './print.ts';
import { EXIT, type Exit, TERMINAL, type TerminalCall } from './terminal-call.ts';

/** `export [--csv | --audit] [AGENDA]`: prints an agenda as the document `import` takes, or its entries as a table, or both logs. */
export async function exportWord({ db, words: typed }: TerminalCall): Promise<Exit> {
  if (typed.includes('--audit')) {
    for await (const text of exportAudit(db)) await print(text);
    return EXIT.answered;
  }
  const words = typed.filter((word) => word !== '--csv');
  if (words.length > 1 || words[0]?.startsWith('-') === true) {
    printProblem('Say which agenda, by its id: export [--csv] [AGENDA]. Both logs: export --audit');
    return EXIT.misused;
  }
  const agendas = await listAgendas(db, TERMINAL.teamId);
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

  const exported = typed.includes('--csv') ? exportCsv(db, wanted) : exportAgenda(db, wanted);
  for await (const text of exported) await print(text);
  return EXIT.answered;
}
