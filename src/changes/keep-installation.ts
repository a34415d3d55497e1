import {
  endInstallation,
  type Installation,
  leaseRefresh,
  listWorkspacesOf,
  type NewInstallation,
  putInstallation,
  putOrgWorkspace,
  putResealed,
  removeOrgWorkspace,
  type SealedTokens,
  settleRefresh,
} from '../../db/installations.ts';
import type { Db } from '../../db/open.ts';
import { addStoppedWorkspace, removeStoppedWorkspace } from '../../db/teams-at-work.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Summit was installed, for the first time or again: it goes on where it was stopped. */
export async function keepInstallation(
  db: Db,
  { at, ...installation }: Omit<NewInstallation, 'at'> & { readonly at: Temporal.Instant },
): Promise<void> {
  await record(db, async (tx) => {
    await putInstallation(tx, { ...installation, at: stamp(at) });
    for (const teamId of await listWorkspacesOf(tx, installation.id)) {
      await removeStoppedWorkspace(tx, teamId);
    }
  });
}

/** Summit was removed: its tokens are deleted, and nothing is said any more where they were for. False when it was so before. */
export async function forgetInstallation(
  db: Db,
  { id, why, at }: { readonly id: string; readonly why: string; readonly at: Temporal.Instant },
): Promise<boolean> {
  return record(db, async (tx) => {
    const when = stamp(at);
    if (!(await endInstallation(tx, { id, why, at: when }))) return false;
    for (const teamId of await listWorkspacesOf(tx, id)) {
      await addStoppedWorkspace(tx, { teamId, why, at: when });
    }
    return true;
  });
}

/** Gives the number of the lease to whoever may refresh until then; null when somebody else does. */
export async function beginRefresh(
  db: Db,
  installation: Installation,
  { now, until }: { readonly now: Temporal.Instant; readonly until: Temporal.Instant },
): Promise<number | null> {
  const times = { now: stamp(now), until: stamp(until) };
  return record(db, async (tx) => leaseRefresh(tx, installation, times));
}

/** Keeps the tokens that came of a refresh, if any did, and lets go of the lease. */
export async function endRefresh(
  db: Db,
  outcome: {
    readonly id: string;
    readonly epoch: number;
    readonly tokens: SealedTokens | null;
  },
): Promise<void> {
  await record(db, async (tx) => settleRefresh(tx, outcome));
}

/** Keeps the same tokens sealed anew. */
export async function reseal(
  db: Db,
  before: Installation,
  tokens: Pick<SealedTokens, 'refreshToken' | 'token'>,
): Promise<void> {
  await record(db, async (tx) => putResealed(tx, before, tokens));
}

/** Remembers that a workspace has Summit by its organisation. */
export async function noteOrgWorkspace(
  db: Db,
  workspace: { readonly teamId: string; readonly enterpriseId: string },
): Promise<void> {
  await record(db, async (tx) => putOrgWorkspace(tx, workspace));
}

/** Its organisation took Summit away from one workspace: nothing is said there. */
export async function leaveOrgWorkspace(
  db: Db,
  {
    teamId,
    why,
    at,
  }: { readonly teamId: string; readonly why: string; readonly at: Temporal.Instant },
): Promise<void> {
  await record(db, async (tx) => {
    await removeOrgWorkspace(tx, teamId);
    await addStoppedWorkspace(tx, { teamId, why, at: stamp(at) });
  });
}
