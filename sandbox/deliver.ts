import { createHmac } from 'node:crypto';
import type { Delivery, Door, Receipt } from './door.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Sends what happens to the app's request URL, signed as Slack signs it. */
export function httpDoor(options: {
  readonly requestUrl: () => string | null;
  readonly signingSecret: string;
  readonly answerWithinMs: number;
}): Door {
  return {
    async send(delivery) {
      const requestUrl = options.requestUrl();
      if (requestUrl === null) return { kind: 'unreachable' };

      const { contentType, body } = encode(delivery);
      const timestamp = String(Math.floor(Date.now() / 1000));
      try {
        const response = await fetch(requestUrl, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'content-type': contentType,
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            'x-slack-request-timestamp': timestamp,
            'x-slack-signature': sign(options.signingSecret, timestamp, body),
            ...retryHeaders(delivery),
          },
          // A string would be sent with a charset, which Slack doesn't do.
          body: Buffer.from(body),
          signal: AbortSignal.timeout(options.answerWithinMs),
        });
        return await read(response);
      } catch (error) {
        return isTimeout(error) ? { kind: 'timed-out' } : { kind: 'unreachable' };
      }
    },
  };
}

/** Slack's signature over a body: HMAC-SHA256 of `v0:<timestamp>:<body>`. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function encode({ type, payload }: Delivery): { contentType: string; body: string } {
  switch (type) {
    case 'slash_commands':
      return { contentType: FORM, body: new URLSearchParams(asStrings(payload)).toString() };
    case 'interactive':
      return {
        contentType: FORM,
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      };
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
  }
}

function asStrings(payload: object): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}

function retryHeaders(delivery: Delivery): Record<string, string> {
  if (delivery.type !== 'events_api' || delivery.retry === undefined) return {};
  return {
    'x-slack-retry-num': String(delivery.retry.number),
    'x-slack-retry-reason': delivery.retry.reason,
  };
}

async function read(response: Response): Promise<Receipt> {
  const text = await response.text();
  if (response.status !== 200) {
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return { kind: 'failed', why: `http status ${response.status}`, noRetry };
  }
  if (text === '') return { kind: 'answered', body: null };
  if (response.headers.get('content-type')?.includes('json') !== true) {
    return { kind: 'answered', body: { text } };
  }
  try {
    return { kind: 'answered', body: JSON.parse(text) };
  } catch {
    return { kind: 'failed', why: 'the answer is not JSON', noRetry: false };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
