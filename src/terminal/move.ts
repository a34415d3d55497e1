import { moveRecord } from '../changes/move-record.ts';
import { closeDatabase, isPostgres, openDatabase } from '../../db/open.ts';
import { counted } from '../messages/dates.ts';
import { print, printProblem } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { EXIT, type Exit } from './terminal-call.ts';

/** `move --from sqlite:… --to postgres://…`: copies a whole record to another database, and compares it. */
export async function moveWord(words: readonly string[]): Promise<Exit> {
  const [from, to] = [optionOf(words, '--from'), optionOf(words, '--to')];
  if (from === null || to === null || !from.startsWith('sqlite:') || !isPostgres(to)) {
    printProblem(
      'Say from where and to where: move --from sqlite:data/summit.db --to postgres://summit:password@localhost/summit',
    );
    return EXIT.misused;
  }
  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  const source = await openDatabase(from);
  try {
    const { agendas, issues, entries, rowsBefore } = await moveRecord(source, to, bar.show);
    bar.clear();
    const holds = [
      counted(agendas, 'agenda'),
      counted(issues, 'issue'),
      counted(entries, 'entry', 'entries'),
    ].join(', ');
    const before = rowsBefore === 0 ? '' : ` It went on from ${counted(rowsBefore, 'row')}.`;
    await print(
      `Moved ${holds}; every row was compared.${before} Set DATABASE_URL to the new place.\n`,
    );
    return EXIT.answered;
  } finally {
    bar.clear();
    await closeDatabase(source);
  }
}

function optionOf(words: readonly string[], name: string): string | null {
  const at = words.indexOf(name);
  const value = at === -1 ? undefined : words[at + 1];
  return value ?? words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
