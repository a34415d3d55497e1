import type { ServerResponse } from 'node:http';
import type { Json } from './door.ts';
import { sendJson } from './http.ts';

/** What goes wrong with one call of the Web API; null when nothing does. */
export type Disturbance =
  | null
  /** The connection is cut, or the answer is a bare 500, or there is none at all: before the call was heard, or once it was. */
  | `${'500' | 'hang' | 'reset'} ${'after' | 'before'}`
  /** HTTP 429 with this after the colon as its `Retry-After`; nothing after it, and there is no such header. */
  | `429:${string}`
  /** Slack's own word for no. */
  | `error:${string}`
  /** The answer is a page of whatever stands between. */
  | 'page'
  /** The call is heard only then, and never answered. */
  | { readonly kind: 'late'; readonly once: Promise<unknown> }
  /** The call is heard only then, and answered. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** Nothing goes wrong, but somebody watches. */
  | { readonly kind: 'watched'; readonly heard?: () => void; readonly answered?: () => void };

/** Says of each call what goes wrong with it. */
export type Disturb = (method: string, given: Json) => Disturbance;

/** Answers a call the way the disturbance has it; `call` has it heard and answered. */
export async function disturbed(
  disturbance: Disturbance,
  response: ServerResponse,
  call: () => Promise<() => void>,
): Promise<void> {
  if (disturbance === null) return (await call())();
  if (typeof disturbance === 'object') return watched(disturbance, response, call);
  if (disturbance === 'page') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Something is in the way</body></html>');
    return;
  }
  if (disturbance.startsWith('429:')) {
    const [, header = ''] = disturbance.split(':');
    const headers = header === '' ? {} : { 'retry-after': header };
    return sendJson(response, 429, { ok: false, error: 'ratelimited' }, headers);
  }
  if (disturbance.startsWith('error:')) {
    return sendJson(response, 200, { ok: false, error: disturbance.slice('error:'.length) });
  }
  const [how, when] = disturbance.split(' ');
  if (when === 'after') await call();
  if (how === 'reset') response.destroy();
  if (how === '500') {
    response.writeHead(500);
    response.end();
  }
}

async function watched(
  disturbance: Extract<Disturbance, object>,
  response: ServerResponse,
  call: () => Promise<() => void>,
): Promise<void> {
  switch (disturbance.kind) {
    case 'late':
      await disturbance.once;
      await call();
      return;
    case 'held': {
      await disturbance.until;
      const answer = await call();
      answer();
      return;
    }
    case 'watched': {
      const answer = await call();
      disturbance.heard?.();
      if (disturbance.answered !== undefined) response.once('finish', disturbance.answered);
      answer();
      return;
    }
  }
}
