import { webApi } from '@slack/bolt';
import { stopWorkspace } from '../changes/stop-workspace.ts';
import type { Desk } from './desk.ts';

/**
 * Nothing more is said in a workspace that has removed Summit. What Slack tells may come late,
 * when Summit was installed there again: then Slack still knows its token.
 */
export async function stopIfRemoved(
  { db, now, log, slack }: Desk,
  teamId: string,
  why: string,
): Promise<void> {
  try {
    await slack.auth.test();
    log.info({ why }, 'Summit was removed from the workspace before it was installed there again');
    return;
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError)) {
      log.info({ err: error }, 'Slack did not tell whether it still knows us');
    }
  }
  if (await stopWorkspace(db, teamId, why, now())) {
    log.warn({ why }, 'Summit was removed from the workspace and says nothing there any more');
  }
}
