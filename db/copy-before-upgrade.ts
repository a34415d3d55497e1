import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Backup, backUp } from './backup.ts';
import type { Db } from './open.ts';

/**
 * Copies the record as it is before its tables are brought up to date, so that an older Summit can
 * be had again. The copy stands beside it and is called for the last step it has behind it.
 */
export async function copyBeforeUpgrade(db: Db, path: string, last: string): Promise<Backup> {
  for (let number = 1; ; number += 1) {
    const again = number === 1 ? '' : `-${number}`;
    const copy = join(dirname(path), `summit-before-upgrade-from-${last}${again}.db`);
    if (!existsSync(copy)) return backUp(db, copy);
  }
}
