import { describeMessage } from '../describe-message.ts';
import type { Channel } from '../people.ts';
import { sendEvent } from '../to-bot.ts';
import type { StoredMessage, Workspace } from '../world.ts';
import type { Args } from './args.ts';
import { metadataOf } from './chat.ts';
import { type Answer, type Method, refuse } from './method.ts';
import { pageOf } from './pages.ts';
import { hasBot, reachChannel, reachToRead } from './reach.ts';

export const info: Method = {
  tier: 'tier-3',
  run(args, api) {
    const reach = reachToRead(api, args.text('channel'), 'read');
    if (reach.kind === 'refused') return reach.answer;
    return {
      ok: true,
      channel: {
        ...describeChannel(api.workspace, reach.channel),
        ...(args.flag('include_num_members') && { num_members: reach.channel.members.length }),
      },
    };
  },
};

export const list: Method = {
  tier: 'tier-2',
  scope: 'channels:read',
  run(args, { workspace }) {
    const visible = workspace.channels.filter(
      (channel) => channel.kind !== 'private' || hasBot(workspace, channel),
    );
    return listOf(args, workspace, visible);
  },
};

/** Where the bot is a member. */
export const ofUser: Method = {
  tier: 'tier-3',
  scope: 'channels:read',
  run(args, { workspace }) {
    const user = args.text('user') || workspace.botUserId;
    return listOf(
      args,
      workspace,
      workspace.channels.filter(
        (channel) => channel.members.includes(user) && hasBot(workspace, channel),
      ),
    );
  },
};

export const members: Method = {
  tier: 'tier-4',
  scope: 'channels:read',
  run(args, api) {
    const reach = reachChannel(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    return pageOf(args, reach.channel.members, (page) => ({ members: page }));
  },
};

export const history: Method = {
  tier: 'tier-3',
  run(args, api) {
    const reach = reachToRead(api, args.text('channel'), 'history');
    if (reach.kind === 'refused') return reach.answer;
    if (!hasBot(api.workspace, reach.channel)) return refuse('not_in_channel');
    const newestFirst = api.workspace.messages
      .filter((message) => message.channelId === reach.channel.id && isPublic(message))
      .filter(({ threadTs }) => threadTs === null)
      .filter(({ ts }) => isWithin(args, ts))
      .toReversed();
    return pageOf(
      args,
      newestFirst,
      (page) => ({ messages: page.map((message) => describe(args, api.workspace, message)) }),
      { usual: 100, most: 999 },
    );
  },
};

export const replies: Method = {
  tier: 'tier-3',
  run(args, api) {
    const reach = reachToRead(api, args.text('channel'), 'history');
    if (reach.kind === 'refused') return reach.answer;
    if (!hasBot(api.workspace, reach.channel)) return refuse('not_in_channel');
    const ts = args.text('ts');
    if (api.workspace.message(reach.channel.id, ts) === undefined)
      return refuse('thread_not_found');
    const thread = api.workspace.messages
      .filter((message) => message.channelId === reach.channel.id && isPublic(message))
      .filter((one) => one.ts === ts || (one.threadTs === ts && isWithin(args, one.ts)));
    return pageOf(args, thread, (page) => ({
      messages: page.map((message) => describe(args, api.workspace, message)),
    }));
  },
};

export const open: Method = {
  tier: 'tier-3',
  scope: 'im:write',
  run(args, { workspace }) {
    const users = args.text('users').split(',');
    const [user = ''] = users;
    if (users.length > 1) return refuse('method_not_supported_for_channel_type');
    if (workspace.person(user)?.isBot === true) return refuse('cannot_dm_bot');
    const direct = workspace.directChannel(user);
    return direct === undefined
      ? refuse('user_not_found')
      : { ok: true, no_op: true, already_open: true, channel: { id: direct.id } };
  },
};

export const join: Method = {
  tier: 'tier-3',
  scope: 'channels:join',
  run(args, api) {
    const reach = reachChannel(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    const { channel } = reach;
    if (channel.kind === 'private' || channel.kind === 'direct') {
      return refuse('method_not_supported_for_channel_type');
    }
    if (channel.isArchived) return refuse('is_archived');
    if (api.workspace.join(channel.id, api.workspace.botUserId)) {
      void sendEvent(api, 'member_joined_channel', {
        type: 'member_joined_channel',
        user: api.workspace.botUserId,
        channel: channel.id,
        channel_type: 'C',
        team: api.workspace.team.id,
        event_ts: api.workspace.nextTs(),
      });
    }
    return {
      ok: true,
      channel: describeChannel(api.workspace, api.workspace.channel(channel.id) ?? channel),
    };
  },
};

export const reactionsAdd: Method = {
  tier: 'tier-3',
  scope: 'reactions:write',
  run(args, api) {
    const reach = reachChannel(api, args.text('channel'));
    if (reach.kind === 'refused') return reach.answer;
    const message = api.workspace.message(reach.channel.id, args.text('timestamp'));
    if (message === undefined) return refuse('message_not_found');
    if (!/^[a-z0-9_+'-]+$/.test(args.text('name'))) return refuse('invalid_name');
    return api.workspace.react(message, api.workspace.botUserId, args.text('name'))
      ? { ok: true }
      : refuse('already_reacted');
  },
};

function listOf(args: Args, workspace: Workspace, channels: readonly Channel[]): Answer {
  const types = (args.text('types') || 'public_channel').split(',').map((type) => type.trim());
  const wanted = channels.filter(
    (channel) =>
      types.includes(typeOf(channel)) && !(args.flag('exclude_archived') && channel.isArchived),
  );
  return pageOf(
    args,
    wanted,
    (page) => ({ channels: page.map((channel) => describeChannel(workspace, channel)) }),
    {
      usual: 100,
      most: 999,
    },
  );
}

function typeOf({ kind }: Channel): string {
  switch (kind) {
    case 'public':
    case 'shared':
      return 'public_channel';
    case 'private':
      return 'private_channel';
    case 'direct':
      return 'im';
  }
}

function describeChannel(workspace: Workspace, channel: Channel): object {
  const isDirect = channel.kind === 'direct';
  return {
    id: channel.id,
    ...(isDirect
      ? { user: channel.members.find((id) => id !== workspace.botUserId) }
      : { name: channel.name, name_normalized: channel.name }),
    is_channel: !isDirect,
    is_group: false,
    is_im: isDirect,
    is_mpim: false,
    is_private: isDirect || channel.kind === 'private',
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: channel.kind === 'shared',
    is_ext_shared: channel.kind === 'shared',
    is_org_shared: false,
    is_member: hasBot(workspace, channel),
    context_team_id: workspace.team.id,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function isPublic({ ephemeralTo }: StoredMessage): boolean {
  return ephemeralTo === null;
}

function isWithin(args: Args, ts: string): boolean {
  const at = Number(ts);
  const oldest = args.number('oldest', 0);
  const latest = args.number('latest', Number.MAX_SAFE_INTEGER);
  return args.flag('inclusive') ? at >= oldest && at <= latest : at > oldest && at < latest;
}

function describe(args: Args, workspace: Workspace, message: StoredMessage): object {
  return {
    ...describeMessage(workspace, message),
    ...(args.flag('include_all_metadata') && metadataOf(message)),
  };
}
