import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Call } from '../../commands/command.ts';
import { inTime } from './in-time.ts';

/** Whoever waits for an answer waits no longer than this for Slack's, in milliseconds. */
const WITHIN = 1_000;

type Reach = Awaited<ReturnType<NonNullable<Call['reach']>>>;

/** Whether Summit is in a channel, as far as Slack tells in time. In a direct message it always is. */
export async function reachOf(slack: WebClient, channelId: string): Promise<Reach> {
  if (channelId.startsWith('D')) return 'member';
  try {
    const { channel } = await inTime(slack.conversations.info({ channel: channelId }), WITHIN);
    if (channel?.is_member === undefined) return 'unknown';
    return channel.is_member ? 'member' : 'not a member';
  } catch (error) {
    // A private channel that Summit isn't in does not exist for it.
    const isHidden =
      error instanceof WebAPIPlatformError && error.data.error === 'channel_not_found';
    return isHidden ? 'not a member' : 'unknown';
  }
}
