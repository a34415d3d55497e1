import { type Ceiling, ceilingOf, removeCeiling, setCeiling } from '../../db/ceilings.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db } from '../../db/open.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Asked } from './change-of-issue.ts';
import { record } from './record.ts';

/** What came of it. */
export type CeilingOutcome = 'as it was' | 'repeated' | 'set';

/** From now on a channel may be shown so much; with null, what its kind allows. */
export async function changeCeiling(
  db: Db,
  channel: { readonly teamId: string; readonly channelId: string },
  marking: Ceiling | null,
  { by, at, inputId }: Asked,
): Promise<CeilingOutcome> {
  const when = stamp(at);
  return record(db, async (tx): Promise<CeilingOutcome> => {
    if (inputId !== null && (await isKnownInput(tx, inputId))) return 'repeated';
    const before = (await ceilingOf(tx, channel))?.marking ?? null;
    if (before === marking) return 'as it was';
    if (inputId !== null) await rememberInput(tx, inputId, when);
    const write =
      marking === null
        ? await removeCeiling(tx, channel)
        : await setCeiling(tx, { ...channel, marking, by, at: when });
    await addAuditLine(tx, {
      at: when,
      by,
      action: 'ceiling',
      agendaId: null,
      issueKey: null,
      details: { ...channel, before, marking },
      writes: [write],
    });
    return 'set';
  });
}
