import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { answerAloud } from './answer-aloud.ts';
import type { Desk } from './desk.ts';
import { wordsFor } from './mention.ts';

export type MessageArgs = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

/**
 * What someone writes to Summit alone: answered beside it, or in the thread it was written in.
 * Edits, deletions, joins and the like have a subtype, and bots an id.
 */
export async function answerDirectMessage(
  desk: Desk,
  { event, body, context }: MessageArgs,
): Promise<void> {
  if (event.subtype !== undefined || event.channel_type !== 'im') return;
  if (event.bot_id !== undefined || event.user === context.botUserId) return;
  const { text = '', ts, thread_ts: threadTs = null } = event;
  await answerAloud(desk, {
    words: context.botUserId === undefined ? text : wordsFor(text, context.botUserId),
    userId: event.user,
    teamId: desk.teamId,
    channelId: event.channel,
    ts,
    threadTs,
    eventId: body.event_id,
  });
}
