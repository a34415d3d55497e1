import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { KnownBlock } from '@slack/types';
import type { Message } from '../messages/message.ts';
import { peopleIn, withNames } from '../messages/named-people.ts';
import type { Office } from './desk.ts';
import { logFailure } from './log.ts';

/** Where a message is posted for all to see. */
export interface Spot {
  readonly channelId: string;
  readonly threadTs: string | null;
}

/** What came of posting. */
export type Posted =
  | { readonly kind: 'posted'; readonly ts: string }
  /** Slack said no, in its own word for it. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Nobody can tell whether it stands there. */
  | { readonly kind: 'unclear' };

/** Nobody waits longer than this for an answer, in seconds. */
const MOST_PATIENCE = 60;

/** Refusals that someone in the workspace has brought about, and that Summit can do nothing about. */
const FOR_PEOPLE = new Set([
  'channel_not_found',
  'is_archived',
  'message_limit_exceeded',
  'messages_tab_disabled',
  'no_permission',
  'not_in_channel',
  'ratelimited',
  'team_access_not_granted',
  'thread_not_found',
]);

/**
 * Posts a message for everyone in a channel. It is tried once: of a try that ended in silence
 * nobody knows whether it was heard, and a second one would stand there twice. Only where
 * Slack says to wait, a second try is made.
 */
export async function post(office: Office, spot: Spot, message: Message): Promise<Posted> {
  const content = await forAll(office, message);
  const first = await tryToPost(office, spot, content);
  if (first.kind !== 'wait') return first;
  if (first.seconds > MOST_PATIENCE) return gaveUp(office, 'ratelimited');
  await pause(first.seconds * 1000, null, { ref: false });
  const second = await tryToPost(office, spot, content);
  return second.kind === 'wait' ? gaveUp(office, 'ratelimited') : second;
}

/** What a message says to a whole channel: nobody is called, and links stay links. */
export interface Public {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly parse: 'none';
}

export async function forAll({ names }: Office, message: Message): Promise<Public> {
  const { text, blocks } = withNames(message, await names.of(peopleIn(message)));
  return { text, blocks: [...blocks], unfurl_links: false, unfurl_media: false, parse: 'none' };
}

async function tryToPost(
  office: Office,
  { channelId, threadTs }: Spot,
  content: Public,
): Promise<Posted | { readonly kind: 'wait'; readonly seconds: number }> {
  try {
    const { ts } = await office.slack.chat.postMessage({
      ...content,
      channel: channelId,
      ...(threadTs !== null && { thread_ts: threadTs }),
    });
    return ts === undefined ? { kind: 'unclear' } : { kind: 'posted', ts };
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) {
      return { kind: 'wait', seconds: error.retryAfter };
    }
    if (!(error instanceof WebAPIPlatformError)) {
      office.log.warn({ err: error }, 'Nobody knows whether a message was posted');
      return { kind: 'unclear' };
    }
    const word = error.data.error;
    if (isForPeople(word)) return gaveUp(office, word);
    logFailure(office.log, 'posting a message', error);
    return { kind: 'refused', error: word };
  }
}

function isForPeople(error: string): boolean {
  return FOR_PEOPLE.has(error) || error.startsWith('restricted_action');
}

function gaveUp({ log }: Office, error: string): Posted {
  log.info({ error }, 'Slack took no message there');
  return { kind: 'refused', error };
}
