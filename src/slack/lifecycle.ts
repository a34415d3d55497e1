import type { App, Context } from '@slack/bolt';
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
import { deskIn, type Hall } from './hall.ts';
import { stopIfRemoved, stopInTeam } from './stop-if-removed.ts';
import type { Workspace } from './credentials.ts';

/** What Slack tells beside what happened. */
interface Envelope {
  readonly event_id: string;
}

/** Summit hears what becomes of the channels it speaks in, and of itself. */
export function listenToLifecycle(app: App, hall: Hall): void {
  const { inHand } = hall;

  app.event('channel_archive', (args) =>
    inHand.track(archived(deskIn(args), args.event.channel, args.body)),
  );
  app.event('group_archive', (args) =>
    inHand.track(archived(deskIn(args), args.event.channel, args.body)),
  );
  app.event('channel_unarchive', (args) =>
    inHand.track(unarchived(deskIn(args), args.event.channel, args.body)),
  );
  app.event('group_unarchive', (args) =>
    inHand.track(unarchived(deskIn(args), args.event.channel, args.body)),
  );
  app.event('channel_left', (args) =>
    inHand.track(left(deskIn(args), args.event.channel, args.event.actor_id, args.body)),
  );
  app.event('group_left', (args) =>
    inHand.track(left(deskIn(args), args.event.channel, args.event.actor_id, args.body)),
  );
  app.event('channel_deleted', (args) =>
    inHand.track(deleted(deskIn(args), args.event.channel, args.body)),
  );
  app.event('group_deleted', (args) =>
    inHand.track(deleted(deskIn(args), args.event.channel, args.body)),
  );
  app.event('channel_id_changed', (args) => {
    const { old_channel_id: from, new_channel_id: to } = args.event;
    return inHand.track(moved(deskIn(args), from, to));
  });
  app.event('member_joined_channel', async (args) => {
    const { event, body, context } = args;
    if (event.user !== context.botUserId) return;
    await inHand.track(joined(deskIn(args), event.channel, event.inviter, body));
  });
  // Bolt asks for no desk before these: there may be none any more.
  app.event('app_uninstalled', (args) =>
    inHand.track(stopIfRemoved(hall, workspaceOf(args), 'app_uninstalled')),
  );
  app.event('app_uninstalled_team', (args) =>
    inHand.track(stopInTeam(hall, workspaceOf(args), 'app_uninstalled_team')),
  );
  app.event('tokens_revoked', async (args) => {
    if ((args.event.tokens.bot ?? []).length === 0) return;
    await inHand.track(stopIfRemoved(hall, workspaceOf(args), 'token_revoked'));
  });
}

function workspaceOf({ context }: { readonly context: Context }): Workspace {
  return { teamId: context.teamId ?? '', enterpriseId: context.enterpriseId ?? null };
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

async function moved({ db, now, log, teamId }: Desk, from: string, to: string): Promise<void> {
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
  { now, teamId }: Desk,
  channelId: string,
  { event_id: eventId }: Envelope,
  notice: (digest: Parameters<Happened['notice']>[0]) => Message,
): Happened {
  return {
    place: { teamId, place: channelId },
    at: now(),
    inputId: `event:${eventId}`,
    notice: (digest) => ({ message: notice(digest), plain: null }),
  };
}
