import { setTimeout as pause } from 'node:timers/promises';
import { leaveOrgWorkspace } from '../changes/keep-installation.ts';
import { stopWorkspace } from '../changes/stop-workspace.ts';
import type { Workspace } from './credentials.ts';
import type { Desk } from './desk.ts';
import type { Hall } from './hall.ts';
import { askWhoWeAre, type WhoWeAre } from './who-we-are.ts';

/** While Slack can't tell, it is asked again after so many milliseconds each. */
const ASK_AGAIN_AFTER = [500, 1_500, 3_000];

/**
 * Nothing more is said in a workspace that has removed Summit. What Slack tells may come late,
 * when Summit was installed there again: then Slack still knows its token. When it can't tell
 * that, the event holds: `GoOn` finds out if it was late.
 */
export async function stopIfRemoved(hall: Hall, workspace: Workspace, why: string): Promise<void> {
  const { db, now, log, desks, credentials } = hall;
  const found = await desks.of(workspace);
  // Slack tells of one removal in two ways, in any order.
  if (found === null) return;
  // Without a token Slack would refuse whoever it is.
  const who: WhoWeAre =
    found.botToken === null
      ? { kind: 'silent', error: new Error('There is no token to ask with') }
      : await patientlyAsked(found.made);
  switch (who.kind) {
    case 'known':
      log.info(
        { why },
        'Summit was removed from the workspace before it was installed there again',
      );
      return;
    case 'silent':
      log.info({ err: who.error }, 'Slack did not tell whether it still knows us');
      break;
    case 'refused':
      await credentials.refused(workspace, who.error);
      break;
  }
  if (await stopWorkspace(db, workspace.teamId, why, now())) {
    log.warn({ why }, 'Summit was removed from the workspace and says nothing there any more');
  }
}

/** An organisation goes on using Summit, but not in this workspace. */
export async function stopInTeam(
  { db, now, log }: Hall,
  { teamId }: Workspace,
  why: string,
): Promise<void> {
  await leaveOrgWorkspace(db, { teamId, why, at: now() });
  log.warn({ why }, 'An organisation took Summit away from a workspace');
}

async function patientlyAsked({ slack }: Desk): Promise<WhoWeAre> {
  let who = await askWhoWeAre(slack);
  for (const wait of ASK_AGAIN_AFTER) {
    if (who.kind !== 'silent') break;
    await pause(wait);
    who = await askWhoWeAre(slack);
  }
  return who;
}
