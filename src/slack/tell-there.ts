import type { Message } from '../messages/message.ts';
import type { Desk } from './desk.ts';
import { inTime } from './in-time.ts';
import { forTheAsker, respond } from './respond.ts';
import type { Whereabouts } from './whereabouts.ts';

/**
 * Says something where someone was when they were shown a form, to them alone. False when
 * there is no such place, or it could not be said there in time.
 */
export async function toldThere(
  desk: Desk,
  place: Whereabouts,
  userId: string,
  message: Message,
  until: number,
): Promise<boolean> {
  const { responseUrl, channelId, threadTs } = place;
  if (responseUrl !== null) {
    const how = { replaceOriginal: false, threadTs, within: until - performance.now() };
    if (await went(desk, respond(responseUrl, desk.slackApiUrl, message, how))) return true;
  }
  const left = until - performance.now();
  if (channelId === '' || left < LEAST) return false;

  const { response_type: _private, ...content } = forTheAsker(message);
  const posted = desk.slack.chat.postEphemeral({
    ...content,
    channel: channelId,
    user: userId,
    parse: 'none',
    ...(threadTs !== null && { thread_ts: threadTs }),
  });
  return went(desk, inTime(posted, left));
}

/** Less time than this is not worth trying. */
const LEAST = 300;

async function went(desk: Desk, telling: Promise<unknown>): Promise<boolean> {
  try {
    await telling;
    return true;
  } catch (error) {
    desk.log.info({ err: error }, 'What came of a form is said in its modal');
    return false;
  }
}
