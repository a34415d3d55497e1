import type { Channel } from '../people.ts';
import type { Workspace } from '../world.ts';
import { type Answer, type Api, refuse } from './method.ts';

export type Reach =
  | { readonly kind: 'reached'; readonly channel: Channel }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** The channel the bot may know of by this id; a private one it isn't in does not exist for it. */
export function reachChannel(api: Api, channelId: string): Reach {
  const channel = api.workspace.channel(channelId);
  if (channel === undefined || (isHidden(channel) && !hasBot(api.workspace, channel))) {
    return { kind: 'refused', answer: refuse('channel_not_found') };
  }
  return { kind: 'reached', channel };
}

/** The same, if the bot was granted to read this of such a channel. */
export function reachToRead(api: Api, channelId: string, what: 'history' | 'read'): Reach {
  const reach = reachChannel(api, channelId);
  if (reach.kind === 'refused') return reach;
  const needed = `${FAMILY[reach.channel.kind]}:${what}`;
  if (api.scopes.includes(needed)) return reach;
  const provided = api.scopes.join(',');
  return { kind: 'refused', answer: refuse('missing_scope', { needed, provided }) };
}

/** What Slack calls such channels in the names of scopes. */
const FAMILY: Readonly<Record<Channel['kind'], string>> = {
  direct: 'im',
  private: 'groups',
  public: 'channels',
  shared: 'channels',
};

/** The channel the bot may write to, by its id, or by a person's for a direct message. */
export function reachToWrite(api: Api, channelId: string): Reach {
  const direct = api.workspace.directChannel(channelId);
  const reach = reachChannel(api, direct?.id ?? channelId);
  if (reach.kind === 'refused') return reach;

  const { channel } = reach;
  if (channel.kind === 'direct' && !api.manifest.features.app_home.messages_tab_enabled) {
    return { kind: 'refused', answer: refuse('messages_tab_disabled') };
  }
  if (channel.isArchived) return { kind: 'refused', answer: refuse('is_archived') };
  const mayWriteAnywhere = channel.kind === 'public' && api.scopes.includes('chat:write.public');
  if (!hasBot(api.workspace, channel) && !mayWriteAnywhere) {
    return { kind: 'refused', answer: refuse('not_in_channel') };
  }
  return reach;
}

export function hasBot({ botUserId }: Workspace, channel: Channel): boolean {
  return channel.members.includes(botUserId);
}

function isHidden({ kind }: Channel): boolean {
  return kind === 'private' || kind === 'direct';
}
