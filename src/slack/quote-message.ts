import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { addToIssue, type QuotedMessage } from '../../commands/add-to-issue.ts';
import { callOf, type Desk, replyTo } from './desk.ts';
import { inTime } from './in-time.ts';
import { noteToBeShown } from './note-shown.ts';
import { respond } from './respond.ts';
import { showReply } from './show-reply.ts';

export type QuoteArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** What Slack may take to name people and the address: the form has to be on the screen within three seconds. */
const LOOK_UP_WITHIN = 800;
const MOST_NAMES = 5;

const QUOTING = { doing: 'quoting a message', called: () => 'update' };

/** "Add to an issue" in a message's own menu: a form for an entry that quotes the message. */
export async function quoteMessage(desk: Desk, { shortcut, ack }: QuoteArgs): Promise<void> {
  await ack();
  const { user, channel, message, trigger_id: triggerId } = shortcut;
  const threadTs: unknown = message['thread_ts'];
  const place = {
    channelId: channel.id,
    threadTs: typeof threadTs === 'string' ? threadTs : null,
    responseUrl: shortcut.response_url,
    onHome: false,
  };
  const said = {
    text: '',
    userId: user.id,
    teamId: desk.teamId,
    channelId: channel.id,
    inputId: triggerId,
  };
  const reply = await replyTo(desk, said, QUOTING, async () => {
    const call = await callOf(desk, said);
    const form = await addToIssue(call, await readMessage(desk, shortcut));
    await noteToBeShown(call, 'alone', [form.message, form.form]);
    return form;
  });
  if (await showReply(desk, triggerId, reply, place)) return;
  await respond(place.responseUrl, desk.slackApiUrl, reply.message, {
    replaceOriginal: false,
    threadTs: place.threadTs,
  });
}

async function readMessage(desk: Desk, shortcut: MessageShortcut): Promise<QuotedMessage> {
  const { message, message_ts: ts } = shortcut;
  const text = message.text ?? '';
  const [author, permalink, named] = await Promise.all([
    authorOf(desk, message),
    addressOf(desk, shortcut),
    withNames(desk, text),
  ]);
  const sentAt = Temporal.Instant.fromEpochMilliseconds(Math.floor(Number(ts) * 1000));
  return { text: named, author: author ?? '', permalink, sentAt };
}

async function authorOf(desk: Desk, message: MessageShortcut['message']): Promise<string | null> {
  const { username, bot_profile: bot } = message as {
    readonly username?: string;
    readonly bot_profile?: { readonly name?: string };
  };
  const own = username ?? bot?.name;
  if (own !== undefined && own !== '') return own;
  return message.user === undefined ? null : nameOf(desk, message.user);
}

/** Slack tells the address of what Summit can see; elsewhere it is made as Slack makes it. */
async function addressOf(
  desk: Desk,
  { channel, message, message_ts: ts, team }: MessageShortcut,
): Promise<string> {
  const asked = desk.slack.chat.getPermalink({ channel: channel.id, message_ts: ts });
  const { permalink } = (await orNull(desk, asked)) ?? {};
  if (permalink !== undefined) return permalink;

  const threadTs: unknown = message['thread_ts'];
  const isReply = typeof threadTs === 'string' && threadTs !== ts;
  const end = isReply ? `?thread_ts=${threadTs}&cid=${channel.id}` : '';
  return `https://${team?.domain ?? 'app'}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${end}`;
}

/** The text with a name beside each of the first people mentioned: Slack writes only their ids. */
async function withNames(desk: Desk, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/<@([A-Z0-9]+)>/g)].map(([, id = '']) => id))];
  const names = new Map(
    await Promise.all(
      ids.slice(0, MOST_NAMES).map(async (id) => [id, await nameOf(desk, id)] as const),
    ),
  );
  return text.replaceAll(/<@([A-Z0-9]+)>/g, (code, id: string) => {
    const name = names.get(id) ?? null;
    return name === null ? code : `<@${id}|${name.replaceAll(/[<>|]/g, '')}>`;
  });
}

async function nameOf(desk: Desk, userId: string): Promise<string | null> {
  const { user } = (await orNull(desk, desk.slack.users.info({ user: userId }))) ?? {};
  return user?.real_name ?? user?.name ?? null;
}

async function orNull<T>(desk: Desk, asked: Promise<T>): Promise<T | null> {
  try {
    return await inTime(asked, LOOK_UP_WITHIN);
  } catch (error) {
    desk.log.debug({ err: error }, 'Slack did not tell about a message');
    return null;
  }
}
