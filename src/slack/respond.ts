import type { Message } from '../messages/message.ts';

const TIMEOUT = 8_000;

/** Answers an interaction at the address Slack gave for it, for the person who acted alone. */
export async function respond(
  responseUrl: string,
  slackApiUrl: string,
  message: Message,
  replaceOriginal: boolean,
): Promise<void> {
  const { protocol, host, hostname } = new URL(responseUrl);
  const isSlack = protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
  if (!isSlack && host !== new URL(slackApiUrl).host) {
    throw new Error(`A response_url led to ${host}, which is not Slack`);
  }
  const answer = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      response_type: 'ephemeral',
      replace_original: replaceOriginal,
      text: message.text,
      blocks: message.blocks,
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) throw new Error(`Slack refused a reply with status ${answer.status}`);
}
