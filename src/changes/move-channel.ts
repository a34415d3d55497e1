import { chosenIn } from '../../db/agendas.ts';
import { findDigest } from '../../db/digests.ts';
import { type ChannelMove, moveCards, moveDigest, movePosts } from '../../db/move-channel.ts';
import type { Db, Tx } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { chooseIn } from './choose-agenda.ts';
import { endIn } from './pause-digest.ts';
import { record } from './record.ts';

/**
 * A channel has another id from now on, as when it is shared: its digest goes there, the agenda it
 * chose, the cards it is shown and what is on its way. What the new id has of its own stays as it
 * is, and an old digest beside it is off. False when Summit knew nothing of the channel.
 */
export async function moveChannel(
  db: Db,
  move: ChannelMove,
  at: Temporal.Instant,
): Promise<boolean> {
  return record(db, async (tx) => {
    await movePosts(tx, move);
    const cards = await moveCards(tx, move);
    const hasChosen = await moveChoice(tx, move, at);
    const hasDigest = await takeDigestAlong(tx, move, at);
    return cards > 0 || hasChosen || hasDigest;
  });
}

/** The log vouches for what the old id chose, so that stays there beside it. */
async function moveChoice(
  tx: Tx,
  { teamId, from, to }: ChannelMove,
  at: Temporal.Instant,
): Promise<boolean> {
  const chosen = await chosenIn(tx, { teamId, channelId: from });
  if (chosen === null || (await chosenIn(tx, { teamId, channelId: to })) !== null) return false;
  const { agendaId, by } = chosen;
  await chooseIn(tx, { teamId, channelId: to, agendaId }, { by, at: stamp(at) });
  return true;
}

async function takeDigestAlong(tx: Tx, move: ChannelMove, at: Temporal.Instant): Promise<boolean> {
  const { teamId, from, to } = move;
  const digest = await findDigest(tx, { teamId, place: from });
  if (digest === null) return false;
  if ((await findDigest(tx, { teamId, place: to })) === null) await moveDigest(tx, move);
  else await endIn(tx, digest, { by: digest.setBy, at });
  return true;
}
