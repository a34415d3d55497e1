import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from './door.ts';

const MOST_BODY_BYTES = 2_000_000;

/** The whole body of a request; null when it is longer than anyone should send. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body as an object: a form's fields, or JSON. Null when it is neither. */
export function parseBody(contentType: string, body: string): Json | null {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : null;
  } catch {
    return null;
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/**
 * True when a request was meant for this machine and not sent by a page from elsewhere: a
 * foreign name that resolves here, or a foreign page's script, must not reach the sandbox.
 */
export function isOwn(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}
