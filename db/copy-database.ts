import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';

/** While another program writes to either file, it is asked for again this often, in milliseconds. */
const ASK_EVERY = 100;
const ASK_TIMES = 50;

/** As many pages are copied at a time: half a megabyte. */
const PAGES = 128;

/**
 * Copies one moment of a database into a file, page by page. Whoever writes to the one that is
 * copied neither waits nor makes the copying begin again. A file that holds a database becomes
 * the copy all at once, and until then is what it was.
 */
export async function copyDatabase(
  from: Database.Database,
  to: string,
  {
    progress = () => {},
    first = async () => {},
  }: {
    /** Hears how much is done, from 0 to 1. */
    readonly progress?: ((share: number) => void) | undefined;
    /** What to do first, once nobody else can write to `to`; if it fails, nothing is copied. */
    readonly first?: () => Promise<void>;
  } = {},
): Promise<void> {
  from.exec('begin');
  try {
    // Only a read makes it the moment that is kept.
    from.prepare('select count(*) from sqlite_master').get();
    for (let asked = 1; !(await copied(from, to, progress, first)); asked += 1) {
      if (asked === ASK_TIMES) throw new LockedFile(to);
      await pause(ASK_EVERY);
    }
  } finally {
    from.exec('rollback');
  }
}

/** Another program holds the file. */
class LockedFile extends Error {
  readonly code = 'SQLITE_BUSY';

  constructor(path: string) {
    super(`${path} stays locked`);
  }
}

/** False when another program held the file, so that nothing could be copied. */
async function copied(
  from: Database.Database,
  to: string,
  progress: (share: number) => void,
  first: () => Promise<void>,
): Promise<boolean> {
  let before: 'not begun' | 'under way' | 'done' | { readonly error: unknown } = 'not begun';
  const { totalPages } = await from.backup(to, {
    // It is asked before any page is copied, when `to` is already locked, and goes on being asked.
    progress({ totalPages: all, remainingPages }) {
      if (before === 'not begun') {
        before = 'under way';
        first().then(
          () => (before = 'done'),
          (error: unknown) => (before = { error }),
        );
      }
      if (typeof before === 'object') throw before.error;
      if (before !== 'done') return 0;
      progress(1 - remainingPages / all);
      return PAGES;
    },
  });
  return totalPages > 0;
}
