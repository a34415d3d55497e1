import { changeChannel, isOfChannels } from './change-channel.ts';
import { respond } from './response-urls.ts';
import type { Channel, Person } from './people.ts';
import type { ActionAnswer, SandboxActions } from './protocol.ts';
import type { Json, Receipt } from './door.ts';
import { messagesTab } from './manifest.ts';
import { aboutTeam, sendEvent, sendToBot, type Slack } from './to-bot.ts';
import { escapeTyped } from './typed-text.ts';

/** A line someone sends: a slash command when it begins with `/`, else a message. */
export async function say(slack: Slack, line: SandboxActions['say']): Promise<ActionAnswer> {
  const person = slack.workspace.person(line.userId);
  const channel = slack.workspace.channel(line.channelId);
  if (person === undefined || channel === undefined || !channel.members.includes(person.id)) {
    return { ok: false, error: 'You are not in this channel.' };
  }
  if (channel.kind === 'direct' && messagesTab(slack.manifest) !== 'open') {
    return { ok: false, error: 'Sending messages to this app has been turned off.' };
  }
  if (channel.isArchived && line.text.trim() !== '/unarchive') {
    return { ok: false, error: 'This channel is archived.' };
  }
  if (line.text.trim() === '') return { ok: false, error: 'There is nothing to send.' };

  const threadTs = line.threadTs ?? null;
  if (threadTs !== null && slack.workspace.message(channel.id, threadTs) === undefined) {
    return { ok: false, error: 'This thread is no longer there.' };
  }
  const [, command, words = ''] = /^(\/\S+)\s*(.*)$/s.exec(line.text.trim()) ?? [];
  if (command === undefined) return postMessage(slack, person, channel, line.text, threadTs);
  return runCommand(slack, person, channel, { command, words, threadTs });
}

async function postMessage(
  slack: Slack,
  person: Person,
  channel: Channel,
  typed: string,
  threadTs: string | null,
): Promise<ActionAnswer> {
  const { workspace } = slack;
  const { botUserId } = workspace;
  const text = escapeTyped(typed, workspace);
  const { ts } = workspace.post({ channelId: channel.id, userId: person.id, text, threadTs });
  const event = {
    user: person.id,
    team: person.teamId,
    channel: channel.id,
    text,
    ts,
    event_ts: ts,
    ...(threadTs !== null && { thread_ts: threadTs }),
  };
  if (channel.kind === 'direct') {
    await sendEvent(slack, 'message.im', { ...event, type: 'message', channel_type: 'im' });
  } else if (text.includes(`<@${botUserId}>`) && channel.members.includes(botUserId)) {
    await sendEvent(slack, 'app_mention', { ...event, type: 'app_mention' });
  }
  return { ok: true };
}

interface Line {
  readonly command: string;
  readonly words: string;
  readonly threadTs: string | null;
}

async function runCommand(
  slack: Slack,
  person: Person,
  channel: Channel,
  line: Line,
): Promise<ActionAnswer> {
  const { workspace } = slack;
  const tell = (text: string): ActionAnswer => {
    workspace.notice(channel.id, person.id, text, { threadTs: line.threadTs });
    return { ok: true };
  };
  const { command, words } = line;
  if (isOfChannels(command)) {
    const said = await changeChannel(slack, person, channel, { command, words });
    return typeof said === 'string' ? tell(said) : said;
  }

  const offered = slack.manifest.features.slash_commands.find(
    (one) => one.command === line.command,
  );
  if (offered === undefined) return tell(`\`${line.command}\` is not a valid command.`);
  if (line.threadTs !== null) {
    return tell(`\`${line.command}\` is not supported in threads. Sorry!`);
  }
  if (person.teamId !== workspace.team.id) {
    return tell(`\`${line.command}\` is for people of the workspace that installed the app.`);
  }

  const typed = `${line.command} ${line.words}`.trim();
  const origin = { userId: person.id, channelId: channel.id, typed };
  const receipt = await sendToBot(slack, {
    type: 'slash_commands',
    payload: {
      ...aboutTeam(slack),
      channel_id: channel.id,
      channel_name: nameForApp(channel),
      user_id: person.id,
      user_name: person.handle,
      command: line.command,
      text: offered.should_escape ? escapeTyped(line.words, workspace) : line.words,
      response_url: slack.responseUrl(origin),
      trigger_id: slack.triggers.issue(person.id),
    },
  });
  const problem = failure(receipt);
  if (problem !== null) {
    workspace.notice(channel.id, person.id, `${line.command} failed with the error "${problem}"`, {
      inReplyTo: typed,
    });
    return { ok: true };
  }
  if (receipt.kind === 'answered' && receipt.body !== null) {
    const refusal = respond(workspace, origin, asMessage(receipt.body));
    if (refusal !== null) {
      const why = [`${line.command} failed with the error "${refusal.error}"`, ...refusal.reasons];
      workspace.notice(channel.id, person.id, why.join('\n'), { inReplyTo: typed });
    }
  }
  return { ok: true };
}

/** Slack's word for what went wrong between it and the app; null when nothing did. */
function failure(receipt: Receipt): string | null {
  switch (receipt.kind) {
    case 'answered':
      return null;
    case 'timed-out':
      return 'operation_timeout';
    case 'failed':
    case 'unreachable':
      return 'dispatch_failed';
  }
}

/** An app isn't told the name of a private conversation. */
function nameForApp({ kind, name }: Channel): string {
  switch (kind) {
    case 'direct':
      return 'directmessage';
    case 'private':
      return 'privategroup';
    case 'public':
    case 'shared':
      return name;
  }
}

/** An answer may be a message, or only its words. */
function asMessage(body: unknown): Json {
  return typeof body === 'object' ? { ...body } : { text: body };
}
