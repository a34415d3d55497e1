import { type Backup, backUp } from '../../db/backup.ts';
import { counted } from '../messages/dates.ts';
import { print, printProblem } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { sizeInWords } from './size-in-words.ts';
import { EXIT, type Exit, type TerminalCall } from './terminal-call.ts';

/** `backup FILE`: copies the record into a new file, while others go on writing to it. */
export async function backupWord({ db, words }: TerminalCall): Promise<Exit> {
  const files = words.filter((word) => word !== '--progress');
  const [goal] = files;
  if (goal === undefined || goal === '' || files.length > 1) {
    printProblem('Say which file to write: backup FILE');
    return EXIT.misused;
  }

  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  try {
    const backup = await backUp(db, goal, { progress: bar.show });
    bar.clear();
    await print(
      `Backed up to ${backup.path}: ${whatItHolds(backup)}. It was checked and is whole.\n`,
    );
    return EXIT.answered;
  } finally {
    bar.clear();
  }
}

function whatItHolds({ bytes, agendas, issues, entries }: Backup): string {
  return [
    counted(agendas, 'agenda'),
    counted(issues, 'issue'),
    counted(entries, 'entry', 'entries'),
    sizeInWords(bytes),
  ].join(', ');
}
