import { setImmediate as turn } from 'node:timers/promises';
import type { Db } from '../../db/open.ts';

let line = Promise.resolve();

/**
 * Lets whoever waits be answered, between two pieces of work: of all that call this one goes on
 * with each turn of the event loop. In a transaction everyone would only wait longer.
 */
export async function letOthers(db: Db): Promise<void> {
  if (db.isTransaction) return;
  line = line.then(async () => turn());
  await line;
}
