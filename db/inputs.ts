import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** True for an input that was acted on before. */
export async function isKnownInput(db: Db, id: string): Promise<boolean> {
  return (await select(db, { id })).length > 0;
}

/** From now on the same input changes nothing. To be called in the transaction of what it changed. */
export async function rememberInput(tx: Tx, id: string, at: string): Promise<void> {
  await insert(tx, { id, at });
}

/** Slack sends nothing again that is as old as this. */
export async function forgetInputs(tx: Tx, before: string): Promise<void> {
  await remove(tx, { before });
}

const select = prepared((db, { id }: { id: string }) =>
  db.selectFrom('inputs').select('id').where('id', '=', id),
);

const insert = prepared((db, { id, at }: { id: string; at: string }) =>
  db.insertInto('inputs').values({ id, at }),
);

const remove = prepared((db, { before }: { before: string }) =>
  db.deleteFrom('inputs').where('at', '<', before),
);
