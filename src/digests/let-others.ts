import { setImmediate as turn } from 'node:timers/promises';
import type { Db } from '../../db/open.ts';

/**
 * Lets whoever waits be answered, between two pieces of work. In a transaction everyone would
 * only wait longer.
 */
export async function letOthers(db: Db): Promise<void> {
  if (!db.isTransaction) await turn();
}
