import { isSeenByNobody } from '../../db/agenda-workspaces.ts';
import { MARKINGS, readMarking } from '../agenda/marking.ts';
import {
  importAgendaFile,
  type ImportOptions,
  type ImportOutcome,
} from '../changes/import-agenda.ts';
import { counted } from '../messages/dates.ts';
import { printProblem, print } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { EXIT, type Exit, type TerminalCall } from './terminal-call.ts';

/**
 * `import FILE`, `import FILE AMBER workspace:T…`: records an agenda. Tells everything that is wrong
 * with it, and then changes nothing.
 */
export async function importWord({ db, words, by, now }: TerminalCall): Promise<Exit> {
  const [path, ...rest] = words.filter((word) => word !== '--progress');
  const misspelt = rest.find((word) => word.startsWith(WORKSPACE) && !NAMED_WORKSPACE.test(word));
  if (misspelt !== undefined) {
    printProblem('A workspace is called by its id, such as workspace:T024BE7LD');
    return EXIT.misused;
  }
  const options = path === undefined ? null : optionsIn(rest);
  if (path === undefined || options === null) {
    printProblem(
      `Say which file and, for a new agenda, how far it may be told: import FILE [${MARKINGS.slice(0, -1).join(' | ')}]`,
    );
    return EXIT.misused;
  }

  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  const outcome = await importAgendaFile(db, path, {
    recorder: { by, at: now },
    ...options,
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

/** Null where something is no option. RED is for people by name, whom a file doesn't name. */
function optionsIn(words: readonly string[]): Pick<ImportOptions, 'marking' | 'workspace'> | null {
  let options: Pick<ImportOptions, 'marking' | 'workspace'> = {};
  for (const word of words) {
    const [, workspace] = NAMED_WORKSPACE.exec(word) ?? [];
    const marking = readMarking(word);
    if (workspace !== undefined) options = { ...options, workspace };
    else if (marking !== null && marking !== 'RED') options = { ...options, marking };
    else return null;
  }
  return options;
}

/** Before the id of the workspace an agenda is to belong to. */
const WORKSPACE = 'workspace:';
const NAMED_WORKSPACE = /^workspace:(T[A-Z0-9]{2,30})$/;

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
