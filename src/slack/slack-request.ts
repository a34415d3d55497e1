import type { IncomingHttpHeaders } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { isValidSlackRequest } from '@slack/bolt';

/** How far ahead of our clock Slack's may be. Bolt refuses what is as far behind. */
const SECONDS_AHEAD = 5 * 60;

/** What a body turned out to be. */
export type SlackRequest =
  | { readonly kind: 'payload'; readonly payload: Record<string, unknown> }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'malformed' };

/** Tells what Slack sent. Only a request that Slack signed within five minutes has a payload. */
export function readSlackRequest(
  headers: IncomingHttpHeaders,
  body: string,
  signingSecret: string,
): SlackRequest {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (isForm && body.includes('ssl_check=1') && parseForm(body)['ssl_check'] === '1') {
    return { kind: 'ssl-check' };
  }
  if (!isSigned(headers, body, signingSecret)) return { kind: 'unsigned' };

  const payload = isForm ? parseFields(body) : parseObject(body);
  if (payload === null) return { kind: 'malformed' };
  if (payload['type'] === 'url_verification') {
    return { kind: 'challenge', challenge: String(payload['challenge']) };
  }
  return { kind: 'payload', payload };
}

function isSigned(headers: IncomingHttpHeaders, body: string, signingSecret: string): boolean {
  const signature = headers['x-slack-signature'];
  const stamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof stamp !== 'string' || !/^\d{1,12}$/.test(stamp)) {
    return false;
  }
  const seconds = Number(stamp);
  if (seconds > Date.now() / 1000 + SECONDS_AHEAD) return false;
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds },
  });
}

/** The fields of a form; interactivity comes as one field of JSON. */
function parseFields(body: string): Record<string, unknown> | null {
  const fields = parseForm(body);
  return typeof fields['payload'] === 'string' ? parseObject(fields['payload']) : fields;
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
