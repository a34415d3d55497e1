import type { Tx } from './open.ts';

/** Somebody was sent to Slack to install Summit. Neither what they carry nor their browser can be told from it. */
export interface InstallState {
  readonly hash: string;
  readonly browserHash: string;
  readonly until: string;
}

/** Remembers one. What is over is forgotten. False when too many are under way. */
export async function putInstallState(
  tx: Tx,
  { hash, browserHash, until }: InstallState,
  { now, most }: { readonly now: string; readonly most: number },
): Promise<boolean> {
  await tx.deleteFrom('install_states').where('until', '<=', now).execute();
  const { count } = await tx
    .selectFrom('install_states')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count >= most) return false;
  await tx
    .insertInto('install_states')
    .values({ hash, browser_hash: browserHash, until })
    .execute();
  return true;
}

/** Takes one away and gives it: it is good once. Null for one that is not there. */
export async function takeInstallState(tx: Tx, hash: string): Promise<InstallState | null> {
  const row = await tx
    .deleteFrom('install_states')
    .where('hash', '=', hash)
    .returningAll()
    .executeTakeFirst();
  return row === undefined
    ? null
    : { hash: row.hash, browserHash: row.browser_hash, until: row.until };
}
