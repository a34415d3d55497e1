import { setImmediate as turn } from 'node:timers/promises';
import type { Db } from '../../db/open.ts';

/** Lets other work of this thread have its turn. In a transaction everyone would only wait longer. */
export async function letOthers(db: Db): Promise<void> {
  if (!db.isTransaction) await turn();
}
