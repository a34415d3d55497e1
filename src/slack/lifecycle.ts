import type { App } from '@slack/bolt';
import {
  endWithNotice,
  type Happened,
  offerToResume,
  pauseWithNotice,
  resumeWithNotice,
} from '../changes/follow-channel.ts';
import { moveChannel } from '../changes/move-channel.ts';
import {
  backAgain,
  channelArchived,
  channelDeleted,
  channelUnarchived,
  removedFromChannel,
} from '../messages/lifecycle-notices.ts';
import type { Message } from '../messages/message.ts';
import type { Desk } from './desk.ts';
import { stopIfRemoved } from './stop-if-removed.ts';

/** What Slack tells beside what happened. */
interface Envelope {
  readonly team_id: string;
  readonly event_id: string;
}

/** Summit hears what becomes of the channels it speaks in, and of itself. */
export function listenToLifecycle(app: App, desk: Desk): void {
  const { inHand } = desk;

  app.event('channel_archive', ({ event, body }) =>
    inHand.track(archived(desk, event.channel, body)),
  );
  app.event('group_archive', ({ event, body }) =>
    inHand.track(archived(desk, event.channel, body)),
  );
  app.event('channel_unarchive', ({ event, body }) =>
    inHand.track(unarchived(desk, event.channel, body)),
  );
  app.event('group_unarchive', ({ event, body }) =>
    inHand.track(unarchived(desk, event.channel, body)),
  );
  app.event('channel_left', ({ event, body }) =>
    inHand.track(left(desk, event.channel, event.actor_id, body)),
  );
  app.event('group_left', ({ event, body }) =>
    inHand.track(left(desk, event.channel, event.actor_id, body)),
  );
  app.event('channel_deleted', ({ event, body }) =>
    inHand.track(deleted(desk, event.channel, body)),
  );
  app.event('group_deleted', ({ event, body }) => inHand.track(deleted(desk, event.channel, body)));
  app.event('channel_id_changed', ({ event, body }) =>
    inHand.track(moved(desk, event.old_channel_id, event.new_channel_id, body)),
  );
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user !== context.botUserId) return;
    await inHand.track(joined(desk, event.channel, event.inviter, body));
  });
  app.event('app_uninstalled', ({ body }) =>
    inHand.track(stopIfRemoved(desk, body.team_id, 'app_uninstalled')),
  );
  app.event('tokens_revoked', async ({ event, body }) => {
    if ((event.tokens.bot ?? []).length === 0) return;
    await inHand.track(stopIfRemoved(desk, body.team_id, 'token_revoked'));
  });
}

async function archived(desk: Desk, channelId: string, envelope: Envelope): Promise<void> {
  const happened = happenedTo(desk, channelId, envelope, () => channelArchived(channelId));
  await pauseWithNotice(desk.db, happened, 'is_archived');
}

async function unarchived(desk: Desk, channelId: string, envelope: Envelope): Promise<void> {
  const happened = happenedTo(desk, channelId, envelope, () => channelUnarchived(channelId));
  await offerToResume(desk.db, happened);
}

async function left(
  desk: Desk,
  channelId: string,
  by: string | undefined,
  envelope: Envelope,
): Promise<void> {
  const notice = (): Message => removedFromChannel(channelId, by ?? null);
  const happened = happenedTo(desk, channelId, envelope, notice);
  await pauseWithNotice(desk.db, happened, 'channel_left');
}

async function deleted(desk: Desk, channelId: string, envelope: Envelope): Promise<void> {
  const happened = happenedTo(desk, channelId, envelope, () => channelDeleted(channelId));
  await endWithNotice(desk.db, happened);
}

async function moved(
  { db, now, log }: Desk,
  from: string,
  to: string,
  { team_id: teamId }: Envelope,
): Promise<void> {
  const wasThere = await moveChannel(db, { teamId, from, to }, now());
  if (wasThere) log.info('A channel has another id: what Summit keeps for it goes there');
}

async function joined(
  desk: Desk,
  channelId: string,
  inviter: string | undefined,
  envelope: Envelope,
): Promise<void> {
  const happened = happenedTo(desk, channelId, envelope, backAgain);
  await resumeWithNotice(desk.db, happened, inviter ?? null);
}

function happenedTo(
  { now }: Desk,
  channelId: string,
  { team_id: teamId, event_id: eventId }: Envelope,
  notice: (digest: Parameters<Happened['notice']>[0]) => Message,
): Happened {
  return {
    place: { teamId, place: channelId },
    at: now(),
    inputId: `event:${eventId}`,
    notice: (digest) => ({ message: notice(digest), plain: null }),
  };
}
