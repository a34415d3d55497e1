import type { Selectable } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** Where Summit is installed, with its tokens sealed. */
export interface Installation {
  readonly id: string;
  readonly botUserId: string;
  readonly token: string;
  readonly refreshToken: string | null;
  readonly expiresAt: string | null;
  readonly refreshEpoch: number;
  readonly refreshLeasedUntil: string | null;
}

/** What came of installing it. */
export interface NewInstallation {
  readonly id: string;
  readonly name: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly scopes: string;
  readonly by: string;
  readonly at: string;
  readonly tokens: SealedTokens;
}

export interface SealedTokens {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly expiresAt: string | null;
}

/** By which Summit speaks in a workspace: its own or, where it has none, its organisation's. Null where it was removed or never was. */
export async function findInstallation(
  db: Db,
  { teamId, enterpriseId }: { readonly teamId: string; readonly enterpriseId: string | null },
): Promise<Installation | null> {
  const own = await readInstallation(db, teamId);
  if (own !== null) return own;
  const organisation = enterpriseId ?? (await organisationOf(db, teamId));
  return organisation === null ? null : readInstallation(db, organisation);
}

/** One that has its tokens. */
export async function readInstallation(db: Db, id: string): Promise<Installation | null> {
  const [row] = await selectOne(db, { id });
  return row === undefined ? null : installationOf(row);
}

/** Every one that has its tokens. */
export async function listInstallations(db: Db): Promise<Installation[]> {
  return (await selectAll(db, {})).flatMap((row) => installationOf(row) ?? []);
}

/** Those whose token expires by then and can be refreshed now. */
export async function listToRefresh(
  db: Db,
  times: { readonly by: string; readonly now: string },
): Promise<Installation[]> {
  return (await selectToRefresh(db, times)).flatMap((row) => installationOf(row) ?? []);
}

/** The organisation by whose installation Summit works in a workspace; null while none is known. */
export async function organisationOf(db: Db, teamId: string): Promise<string | null> {
  const [row] = await selectOrganisation(db, { teamId });
  return row?.enterprise_id ?? null;
}

/** The workspaces in which Summit works by an installation. */
export async function listWorkspacesOf(db: Db, id: string): Promise<string[]> {
  if (!id.startsWith('E')) return [id];
  return (await selectWorkspaces(db, { id })).map(({ team_id: teamId }) => teamId);
}

/** From now on Summit is there, whatever was before. */
export async function putInstallation(
  tx: Tx,
  { id, tokens, ...about }: NewInstallation,
): Promise<void> {
  const row = {
    name: about.name,
    app_id: about.appId,
    bot_user_id: about.botUserId,
    scopes: about.scopes,
    installed_by: about.by,
    installed_at: about.at,
    ...columnsOf(tokens),
    ended_at: null,
    ended_because: null,
    refresh_leased_until: null,
  };
  await tx
    .insertInto('installations')
    .values({ id, ...row, refresh_epoch: 0 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((one) => ({
        ...row,
        refresh_epoch: one('installations.refresh_epoch', '+', 1),
      })),
    )
    .execute();
}

/** Summit is there no more: its tokens go, and the row tells that it was there. False when it was so before. */
export async function endInstallation(
  tx: Tx,
  { id, why, at }: { readonly id: string; readonly why: string; readonly at: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('installations')
    .set({
      token: null,
      refresh_token: null,
      expires_at: null,
      refresh_leased_until: null,
      ended_at: at,
      ended_because: why,
    })
    .set((one) => ({ refresh_epoch: one('refresh_epoch', '+', 1) }))
    .where('id', '=', id)
    .where('token', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whoever takes the lease alone may refresh. Null when somebody else has it. */
export async function leaseRefresh(
  tx: Tx,
  { id, refreshEpoch }: Installation,
  { now, until }: { readonly now: string; readonly until: string },
): Promise<number | null> {
  const { numUpdatedRows } = await tx
    .updateTable('installations')
    .set({ refresh_epoch: refreshEpoch + 1, refresh_leased_until: until })
    .where('id', '=', id)
    .where('refresh_epoch', '=', refreshEpoch)
    .where('token', 'is not', null)
    .where((one) =>
      one.or([one('refresh_leased_until', 'is', null), one('refresh_leased_until', '<=', now)]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n ? refreshEpoch + 1 : null;
}

/** Keeps what came of a refresh, and ends its lease. Nothing when another one was begun since. */
export async function settleRefresh(
  tx: Tx,
  given: {
    readonly id: string;
    readonly epoch: number;
    readonly tokens: SealedTokens | null;
  },
): Promise<void> {
  const { id, epoch, tokens } = given;
  await tx
    .updateTable('installations')
    .set({
      ...(tokens !== null && columnsOf(tokens)),
      refresh_leased_until: null,
      // Whoever read the row while the lease was held has old tokens in hand.
      refresh_epoch: epoch + 1,
    })
    .where('id', '=', id)
    .where('refresh_epoch', '=', epoch)
    .where('token', 'is not', null)
    .execute();
}

/** Puts the same tokens in other words, unless they have changed since they were read. */
export async function putResealed(
  tx: Tx,
  before: Installation,
  { token, refreshToken }: Pick<SealedTokens, 'refreshToken' | 'token'>,
): Promise<void> {
  await tx
    .updateTable('installations')
    .set({ token, refresh_token: refreshToken })
    .where('id', '=', before.id)
    .where('token', '=', before.token)
    .where('refresh_token', before.refreshToken === null ? 'is' : '=', before.refreshToken)
    .execute();
}

/** A workspace was seen to have Summit by its organisation. */
export async function putOrgWorkspace(
  tx: Tx,
  { teamId, enterpriseId }: { readonly teamId: string; readonly enterpriseId: string },
): Promise<void> {
  await tx
    .insertInto('org_workspaces')
    .values({ team_id: teamId, enterprise_id: enterpriseId })
    .onConflict((conflict) =>
      conflict.column('team_id').doUpdateSet({ enterprise_id: enterpriseId }),
    )
    .execute();
}

/** Its organisation took Summit away from a workspace. */
export async function removeOrgWorkspace(tx: Tx, teamId: string): Promise<void> {
  await tx.deleteFrom('org_workspaces').where('team_id', '=', teamId).execute();
}

type Row = Selectable<Schema['installations']>;

function installationOf(row: Row): Installation | null {
  if (row.token === null) return null;
  return {
    id: row.id,
    botUserId: row.bot_user_id,
    token: row.token,
    refreshToken: row.refresh_token,
    expiresAt: row.expires_at,
    refreshEpoch: row.refresh_epoch,
    refreshLeasedUntil: row.refresh_leased_until,
  };
}

function columnsOf({
  token,
  refreshToken,
  expiresAt,
}: SealedTokens): Pick<Row, 'expires_at' | 'refresh_token' | 'token'> {
  return { token, refresh_token: refreshToken, expires_at: expiresAt };
}

const selectOne = prepared((db, { id }: { readonly id: string }) =>
  db.selectFrom('installations').selectAll().where('id', '=', id),
);

const selectAll = prepared((db, _given: object) =>
  db.selectFrom('installations').selectAll().where('token', 'is not', null),
);

const selectToRefresh = prepared((db, given: { readonly by: string; readonly now: string }) =>
  db
    .selectFrom('installations')
    .selectAll()
    .where('refresh_token', 'is not', null)
    .where('expires_at', '<=', given.by)
    .where((one) =>
      one.or([
        one('refresh_leased_until', 'is', null),
        one('refresh_leased_until', '<=', given.now),
      ]),
    ),
);

const selectOrganisation = prepared((db, { teamId }: { readonly teamId: string }) =>
  db.selectFrom('org_workspaces').select('enterprise_id').where('team_id', '=', teamId),
);

const selectWorkspaces = prepared((db, { id }: { readonly id: string }) =>
  db.selectFrom('org_workspaces').select('team_id').where('enterprise_id', '=', id),
);
