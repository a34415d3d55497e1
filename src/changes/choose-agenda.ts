import { chooseAgenda } from '../../db/agendas.ts';
import type { Db } from '../../db/open.ts';

/** From now on this channel asks about that agenda. */
export async function chooseAgendaFor(
  db: Db,
  choice: Parameters<typeof chooseAgenda>[1],
): Promise<void> {
  await db.transaction().execute((tx) => chooseAgenda(tx, choice));
}
