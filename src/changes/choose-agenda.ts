import { chooseAgenda } from '../../db/agendas.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Asked } from './change-of-issue.ts';
import { record } from './record.ts';

/** Where people ask, and the agenda they choose there. */
export interface AgendaChoice {
  readonly teamId: string;
  readonly channelId: string;
  readonly agendaId: string;
}

/** From now on this channel asks about that agenda; the same input again chooses nothing. */
export async function chooseAgendaFor(
  db: Db,
  choice: AgendaChoice,
  { by, at, inputId }: Pick<Asked, 'at' | 'by' | 'deed' | 'inputId'>,
): Promise<void> {
  const when = stamp(at);
  await record(db, async (tx) => {
    if (inputId !== null && (await isKnownInput(tx, inputId))) return;
    if (inputId !== null) await rememberInput(tx, inputId, when);
    await chooseIn(tx, choice, { by, at: when });
  });
}

/** The same within a transaction. */
export async function chooseIn(
  tx: Tx,
  { teamId, channelId, agendaId }: AgendaChoice,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  const write = await chooseAgenda(tx, { teamId, channelId, agendaId, by, at });
  await addAuditLine(tx, {
    at,
    by,
    action: 'agenda',
    agendaId,
    issueKey: null,
    details: { teamId, channelId },
    writes: [write],
  });
}
