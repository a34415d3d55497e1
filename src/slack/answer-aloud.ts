import { allCommands } from '../../commands/index.ts';
import { claimInput } from '../changes/claim-input.ts';
import { withFillIn } from '../messages/fill-in.ts';
import type { Message } from '../messages/message.ts';
import { ask, type Desk, type Said } from './desk.ts';
import { logFailure } from './log.ts';
import { post } from './post.ts';
import { seenInChannel } from './seen-in-channel.ts';
import { shareCard } from './share.ts';

/** A message in a conversation that is meant for Summit. */
export interface Heard {
  readonly words: string;
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly ts: string;
  /** Where the answer belongs. */
  readonly threadTs: string | null;
  /** Slack's name for the telling, the same however often it tells. */
  readonly eventId: string;
}

/** Answers a message where it stands, for all who see it. Whoever is to wait was told so there once. */
export async function answerAloud(desk: Desk, heard: Heard): Promise<void> {
  if (desk.fairShare.isToWait(heard) || !(await isFirst(desk, heard))) return;
  const { userId, teamId, channelId, threadTs } = heard;
  const text = asSaid(heard.words);
  const said: Said = { text, userId, teamId, channelId, inputId: heard.eventId };
  const isToBeAside = (await seenInChannel(desk.db, desk.sights, said)) === null;
  // Others may have asked meanwhile.
  if (desk.fairShare.isToWait(heard)) return;
  if (isToBeAside) return answerAside(desk, heard, said);
  const message = await answerTo(desk, { ...said, aloud: true });
  if (message !== null) await post(desk, { channelId, threadTs }, message);
}

/** Where nothing may be said for all to hear, whoever asks is answered alone. */
async function answerAside(
  desk: Desk,
  { channelId, userId, threadTs }: Heard,
  said: Said,
): Promise<void> {
  const { message, form } = await ask(desk, said);
  const { text, blocks } = form === undefined ? message : withFillIn(message, said.text);
  await desk.slack.chat.postEphemeral({
    channel: channelId,
    user: userId,
    text,
    blocks: [...blocks],
    ...(threadTs !== null && { thread_ts: threadTs }),
  });
}

async function answerTo(desk: Desk, said: Said): Promise<Message | null> {
  const { message, form, share } = await ask(desk, said);
  if (share !== undefined) return shareCard(desk, said, share);
  return form === undefined ? message : withFillIn(message, said.text);
}

/**
 * Claimed by the workspace and the message's place: whatever Slack tells of one message, and as which event, it
 * is answered once. While nothing can be written it is answered all the same: Slack has been
 * told that the event arrived, so hardly any comes twice.
 */
async function isFirst(desk: Desk, { teamId, channelId, ts }: Heard): Promise<boolean> {
  try {
    return await claimInput(desk.db, `heard:${teamId}:${channelId}:${ts}`, desk.now());
  } catch (error) {
    logFailure(desk.log, 'noting a message', error);
    return true;
  }
}

const CHANGING = new Set(allCommands.filter(({ writes }) => writes).map(({ name }) => name));

/**
 * The words as they would be typed after `/summit`: people begin with its name all the same,
 * and ask with a question mark, which is nothing to record.
 */
function asSaid(words: string): string {
  const text = words.replace(/^\s*\/?summit(?![\p{L}\p{N}-])[\s:,]*/iu, '').trim();
  const [word = ''] = /^\S*/.exec(text) ?? [];
  return CHANGING.has(word.toLowerCase()) ? text : text.replace(/[\s?？؟]+$/u, '');
}
