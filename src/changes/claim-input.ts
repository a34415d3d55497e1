import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { record } from './record.ts';

/**
 * True for whoever asks first, however often Slack sends the same input and whatever happens
 * in between. To be asked before acting: a crash in between then loses one answer, which is
 * better than giving it twice. What the input changes in the record is remembered under the
 * input's own name, so a claim takes another one, or the change would count as made.
 */
export async function claimInput(db: Db, id: string, at: Temporal.Instant): Promise<boolean> {
  return record(db, async (tx) => {
    if (await isKnownInput(tx, id)) return false;
    await rememberInput(tx, id, stamp(at));
    return true;
  });
}
