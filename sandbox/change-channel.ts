import type { Channel, Person } from './people.ts';
import type { ActionAnswer } from './protocol.ts';
import { sendEvent, type Slack } from './to-bot.ts';

const COMMANDS = ['/invite', '/remove', '/archive', '/unarchive', '/rename'] as const;

type ChannelCommand = (typeof COMMANDS)[number];

/** True for what Slack itself understands after a slash: who is in a channel, and what becomes of it. */
export function isOfChannels(command: string): command is ChannelCommand {
  return COMMANDS.some((one) => one === command);
}

/** Does what someone typed, and tells the app. Gives what only they are told, if anything. */
export async function changeChannel(
  slack: Slack,
  person: Person,
  channel: Channel,
  { command, words }: { readonly command: ChannelCommand; readonly words: string },
): Promise<ActionAnswer | string> {
  if (channel.kind === 'direct') return 'That is for channels, not for direct messages.';
  switch (command) {
    case '/archive':
      return archive(slack, person, channel);
    case '/unarchive':
      return unarchive(slack, person, channel);
    case '/rename':
      return rename(slack, channel, words.trim().replace(/^#/, ''));
    case '/invite':
    case '/remove': {
      const other = calledBy(slack, words);
      if (other === undefined) return `Nobody here is called ${words.trim() || 'that'}.`;
      const change = command === '/invite' ? invite : remove;
      return change(slack, person, channel, other);
    }
  }
}

/** What is archived loses its apps. */
async function archive(slack: Slack, person: Person, channel: Channel): Promise<ActionAnswer> {
  slack.workspace.archive(channel.id);
  slack.workspace.leave(channel.id, slack.workspace.botUserId);
  await tellApp(slack, channel, 'archive', { user: person.id });
  return { ok: true };
}

async function unarchive(
  slack: Slack,
  person: Person,
  channel: Channel,
): Promise<ActionAnswer | string> {
  if (!channel.isArchived) return 'This channel is not archived.';
  slack.workspace.unarchive(channel.id);
  await tellApp(slack, channel, 'unarchive', { user: person.id });
  return { ok: true };
}

async function rename(
  slack: Slack,
  channel: Channel,
  name: string,
): Promise<ActionAnswer | string> {
  if (!/^[a-z0-9_-]{1,80}$/.test(name)) return 'Names are small letters, digits, - and _.';
  slack.workspace.rename(channel.id, name);
  const type = `${channel.kind === 'private' ? 'group' : 'channel'}_rename`;
  const created = 1_700_000_000;
  await sendEvent(slack, type, {
    type,
    channel: { id: channel.id, name, created },
    event_ts: slack.workspace.nextTs(),
  });
  return { ok: true };
}

async function invite(
  slack: Slack,
  person: Person,
  channel: Channel,
  other: Person,
): Promise<ActionAnswer | string> {
  const { workspace } = slack;
  if (!workspace.join(channel.id, other.id)) return `${other.name} is already here.`;
  workspace.notice(channel.id, person.id, `You added ${other.name} to #${channel.name}.`);
  await sendEvent(slack, 'member_joined_channel', {
    type: 'member_joined_channel',
    user: other.id,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: workspace.team.id,
    inviter: person.id,
    event_ts: workspace.nextTs(),
  });
  return { ok: true };
}

async function remove(
  slack: Slack,
  person: Person,
  channel: Channel,
  other: Person,
): Promise<ActionAnswer | string> {
  const { workspace } = slack;
  if (!workspace.leave(channel.id, other.id)) return `${other.name} is not here.`;
  workspace.notice(channel.id, person.id, `You removed ${other.name} from #${channel.name}.`);
  if (other.id === workspace.botUserId) {
    await tellApp(slack, channel, 'left', { actor_id: person.id });
  }
  return { ok: true };
}

function calledBy({ workspace }: Slack, words: string): Person | undefined {
  const handle = words.trim().replace(/^@/, '').toLowerCase();
  return workspace.people.find((one) => one.handle === handle);
}

/** Slack has a word of its own for what becomes of a private channel. */
async function tellApp(
  slack: Slack,
  { id, kind }: Channel,
  what: 'archive' | 'left' | 'unarchive',
  who: object,
): Promise<void> {
  const type = `${kind === 'private' ? 'group' : 'channel'}_${what}`;
  const event = { type, channel: id, ...who, event_ts: slack.workspace.nextTs() };
  await sendEvent(slack, type, event);
}
