import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { answerAloud } from './answer-aloud.ts';
import type { Desk } from './desk.ts';

export type MentionArgs = SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs;

/** `@Summit fentanyl?` in a channel or a thread: answered in the thread of that message. */
export async function answerMention(
  desk: Desk,
  { event, body, context }: MentionArgs,
): Promise<void> {
  const { user, bot_id: bot, subtype, text, ts, thread_ts: threadTs, channel } = event;
  if (user === undefined || bot !== undefined || subtype !== undefined || 'edited' in event) return;
  await answerAloud(desk, {
    words: wordsFor(text, context.botUserId),
    userId: user,
    teamId: desk.teamId,
    channelId: channel,
    ts,
    threadTs: threadTs ?? ts,
    eventId: body.event_id,
  });
}

/** What stands after the mention or, when nothing does, before it: `fentanyl? @Summit`. */
export function wordsFor(text: string, botUserId: string | undefined): string {
  const mention = new RegExp(`<@${botUserId ?? '[UW][A-Z0-9]+'}(?:\\|[^>]*)?>`);
  const at = mention.exec(text);
  if (at === null) return text.trim();
  const after = text.slice(at.index + at[0].length).replace(/^[\s:,]+/, '');
  return (after === '' ? text.slice(0, at.index) : after).trim();
}
