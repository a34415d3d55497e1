import type { KnownBlock } from '@slack/types';
import type { Message } from '../messages/message.ts';
import { inSpan } from '../traces/in-span.ts';

const TIMEOUT = 8_000;

/** How an answer stands beside what it answers. */
export interface Placing {
  /** In place of the message that was acted on. */
  readonly replaceOriginal: boolean;
  /** The thread it belongs to. */
  readonly threadTs?: string | null;
  /** Milliseconds it may take. */
  readonly within?: number;
}

/** Answers an interaction at the address Slack gave for it, for the person who acted alone. */
export async function respond(
  responseUrl: string,
  slackApiUrl: string,
  message: Message,
  { replaceOriginal, threadTs = null, within = TIMEOUT }: Placing,
): Promise<void> {
  const { protocol, host, hostname } = new URL(responseUrl);
  const isSlack = protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
  if (!isSlack && host !== new URL(slackApiUrl).host) {
    throw new Error(`A response_url led to ${host}, which is not Slack`);
  }
  const answer = await inSpan({ name: 'Slack response_url', kind: 'client' }, async () =>
    fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        ...forTheAsker(message),
        replace_original: replaceOriginal,
        ...(threadTs !== null && !replaceOriginal && { thread_ts: threadTs }),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(0, Math.floor(within))),
    }),
  );
  if (!answer.ok) throw new Error(`Slack refused a reply with status ${answer.status}`);
}

/** What Slack takes as an answer. */
export interface Answer {
  readonly response_type: 'ephemeral';
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** A message that only the asker sees, with links that stay links. The same message gives the same answer. */
export function forTheAsker(message: Message & { [ANSWER]?: Answer }): Answer {
  return (message[ANSWER] ??= {
    response_type: 'ephemeral',
    text: message.text,
    blocks: [...message.blocks],
    unfurl_links: false,
    unfurl_media: false,
  });
}

/** Kept on the message itself: a weak map of so many short lives takes more memory than they do. */
const ANSWER = Symbol('answer');
