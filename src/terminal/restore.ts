import { DatabaseProblem } from '../../db/database-problem.ts';
import { pathOf } from '../../db/open.ts';
import { restoreRecord, type Restored } from '../../db/restore.ts';
import { stampOf } from '../backup-names.ts';
import { counted } from '../messages/dates.ts';
import { print, printProblem } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { EXIT, type Exit } from './terminal-call.ts';

/** `restore FILE`: puts a backup in the record's place, and keeps what was there. */
export async function restoreWord({
  url,
  words,
  now,
}: {
  readonly url: string;
  readonly words: readonly string[];
  readonly now: Temporal.Instant;
}): Promise<Exit> {
  const files = words.filter((word) => word !== '--progress');
  const [file] = files;
  if (file === undefined || file === '' || files.length > 1) {
    printProblem('Say which backup: restore FILE');
    return EXIT.misused;
  }
  const path = pathOf(url);
  if (path === ':memory:') {
    throw new DatabaseProblem('Nothing outlasts sqlite::memory: set DATABASE_URL to a file.');
  }

  const bar = progressBar(process.stderr.isTTY || words.includes('--progress'));
  try {
    const keepAs = `summit-before-restore-${stampOf(now, 'millisecond')}.db`;
    const restored = await restoreRecord({ path, file, keepAs, now, progress: bar.show });
    bar.clear();
    await print(`Restored ${file}: ${whatItHolds(restored)}. ${whatBecameOf(restored)}\n`);
    return EXIT.answered;
  } finally {
    bar.clear();
  }
}

function whatItHolds({ agendas, issues, entries }: Restored): string {
  return [
    counted(agendas, 'agenda'),
    counted(issues, 'issue'),
    counted(entries, 'entry', 'entries'),
  ].join(', ');
}

function whatBecameOf({ kept }: Restored): string {
  switch (kept.kind) {
    case 'nothing':
      return 'There was no record before.';
    case 'kept':
      return `What was there before is kept in ${kept.path}.`;
    case 'moved':
      return `What was there before can't be read and was moved to ${kept.path}: start Summit again if it is running.`;
  }
}
