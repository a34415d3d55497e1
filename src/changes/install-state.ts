import { type InstallState, putInstallState, takeInstallState } from '../../db/install-states.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** As many may be on their way through Slack at a time. */
const MOST_UNDER_WAY = 10_000;
const LASTS = Temporal.Duration.from({ minutes: 10 });

/** What came of somebody coming back from Slack. */
export type StateTaken = 'good' | 'unknown' | 'expired' | 'of another browser';

/** Somebody sets out to install Summit. False when too many are under way. */
export async function beginInstall(
  db: Db,
  state: Omit<InstallState, 'until'>,
  at: Temporal.Instant,
): Promise<boolean> {
  const until = stamp(at.add(LASTS));
  const rules = { now: stamp(at), most: MOST_UNDER_WAY };
  return record(db, async (tx) => putInstallState(tx, { ...state, until }, rules));
}

/** Somebody is back: what they carry is good once, whatever comes of it. */
export async function takeInstall(
  db: Db,
  { hash, browserHash }: Omit<InstallState, 'until'>,
  at: Temporal.Instant,
): Promise<StateTaken> {
  const taken = await record(db, async (tx) => takeInstallState(tx, hash));
  if (taken === null) return 'unknown';
  if (taken.until <= stamp(at)) return 'expired';
  return taken.browserHash === browserHash ? 'good' : 'of another browser';
}
