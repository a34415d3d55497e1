import { isSeenByNobody } from '../../db/agenda-workspaces.ts';
import { importAgendaFile, type ImportOutcome } from '../changes/import-agenda.ts';
import { counted } from '../messages/dates.ts';
import { printProblem, print } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { EXIT, type Exit, type TerminalCall } from './terminal-call.ts';

/** `import FILE`, `import FILE workspace:T…`: records an agenda. Tells everything that is wrong with it, and then changes nothing. */
export async function importWord({ db, words, by, now }: TerminalCall): Promise<Exit> {
  const options = words.filter((word) => word === '--progress' || word.startsWith(WORKSPACE));
  const files = words.filter((word) => !options.includes(word));
  const [path] = files;
  const workspace = options.find((word) => word.startsWith(WORKSPACE))?.slice(WORKSPACE.length);
  if (workspace !== undefined && !/^T[A-Z0-9]{2,30}$/.test(workspace)) {
    printProblem('A workspace is called by its id, such as workspace:T024BE7LD');
    return EXIT.misused;
  }
  if (path === undefined || files.length > 1) {
    printProblem('Say which file: import FILE');
    return EXIT.misused;
  }

  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  const outcome = await importAgendaFile(db, path, {
    recorder: { by, at: now },
    ...(workspace !== undefined && { workspace }),
    progress: bar.show,
    tell: ({ kind, path: where, said }) => {
      bar.clear();
      printProblem(`${kind === 'warning' ? 'Warning: ' : ''}${where}: ${said}`);
    },
  });
  bar.clear();
  if (outcome.kind === 'imported' && (await isSeenByNobody(db, outcome.agendaId))) {
    printProblem('Warning: No workspace sees it yet. Import it with workspace: and the id of one.');
  }
  return report(path, outcome);
}

/** Before the id of the workspace an agenda is to belong to. */
const WORKSPACE = 'workspace:';

async function report(path: string, outcome: ImportOutcome): Promise<Exit> {
  switch (outcome.kind) {
    case 'imported':
      await print(`${whatWasDone(outcome)}\n`);
      return EXIT.answered;
    case 'refused':
      printProblem(`${path} has ${counted(outcome.problems, 'problem')}. Nothing was changed.`);
      return EXIT.refused;
    case 'unreadable':
      printProblem(outcome.said);
      return EXIT.refused;
  }
}

function whatWasDone(done: ImportOutcome & { kind: 'imported' }): string {
  const news = [
    done.issuesAdded > 0 && counted(done.issuesAdded, 'new issue'),
    done.issuesChanged > 0 && counted(done.issuesChanged, 'changed issue'),
    done.entriesAdded > 0 && counted(done.entriesAdded, 'new entry', 'new entries'),
    done.entriesReplaced > 0 && counted(done.entriesReplaced, 'replaced entry', 'replaced entries'),
  ].filter((part) => part !== false);
  const told = news.length === 0 ? 'nothing that was not there already' : news.join(', ');
  const warned = done.warnings === 0 ? '' : ` ${counted(done.warnings, 'warning')}.`;
  return `Imported ${done.agendaId}: ${told}.${warned}`;
}
