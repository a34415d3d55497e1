import type { Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** A channel of a workspace that has another id from now on. */
export interface ChannelMove {
  readonly teamId: string;
  readonly from: string;
  readonly to: string;
}

/** The channel's digest goes to where it is now. */
export async function moveDigest(tx: Tx, move: ChannelMove): Promise<void> {
  await updateDigest(tx, move);
}

/** The cards that were shared with the channel are kept current where it is now. Gives how many these are. */
export async function moveCards(tx: Tx, move: ChannelMove): Promise<number> {
  return (await updateCards(tx, move)).length;
}

/** What is on its way to the channel goes there. */
export async function movePosts(tx: Tx, move: ChannelMove): Promise<void> {
  await updatePlace(tx, move);
  await updateChannel(tx, move);
}

const updateDigest = prepared((db, { teamId, from, to }: ChannelMove) =>
  db
    .updateTable('digests')
    .set({ place: to })
    .where('team_id', '=', teamId)
    .where('place', '=', from),
);

const updateCards = prepared((db, { teamId, from, to }: ChannelMove) =>
  db
    .updateTable('live_cards')
    .set({ channel_id: to })
    .where('team_id', '=', teamId)
    .where('channel_id', '=', from)
    .returning('ts'),
);

const updatePlace = prepared((db, { teamId, from, to }: ChannelMove) =>
  db
    .updateTable('posts')
    .set({ place: to })
    .where('team_id', '=', teamId)
    .where('place', '=', from)
    .where('settled_at', 'is', null),
);

const updateChannel = prepared((db, { teamId, from, to }: ChannelMove) =>
  db
    .updateTable('posts')
    .set({ channel_id: to })
    .where('team_id', '=', teamId)
    .where('channel_id', '=', from)
    .where('settled_at', 'is', null),
);
