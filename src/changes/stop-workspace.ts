import type { Db } from '../../db/open.ts';
import { addStoppedWorkspace, removeStoppedWorkspace } from '../../db/teams-at-work.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/**
 * Nothing is said in a workspace any more, for Summit was removed from it or its token is
 * refused. What was on its way waits. False when it was stopped before.
 */
export async function stopWorkspace(
  db: Db,
  teamId: string,
  why: string,
  at: Temporal.Instant,
): Promise<boolean> {
  return record(db, async (tx) => addStoppedWorkspace(tx, { teamId, why, at: stamp(at) }));
}

/** Summit is there again, and goes on. False when it was not stopped. */
export async function resumeWorkspace(db: Db, teamId: string): Promise<boolean> {
  return record(db, async (tx) => removeStoppedWorkspace(tx, teamId));
}
