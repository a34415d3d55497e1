import { forgetInputs } from '../../db/inputs.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/** Slack sends nothing again that is as old as this: its last retry comes within a day. */
const KEPT_FOR = Temporal.Duration.from({ hours: 48 });

/** Lets go of inputs that cannot come again. */
export async function forgetOldInputs(db: Db, now: Temporal.Instant): Promise<void> {
  await record(db, (tx) => forgetInputs(tx, stamp(now.subtract(KEPT_FOR))));
}
