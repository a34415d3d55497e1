import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerInstaller } from './answer-installer.ts';
import { type Disturb, disturbed } from './disturbance.ts';
import { isOwn, parseBody, readBody, sendJson } from './http.ts';
import type { OAuth } from './oauth.ts';
import type { pageActions } from './page-actions.ts';
import { bodyTrouble } from './page-bodies.ts';
import { readPageFile } from './page-files.ts';
import { placeOfPermalink } from './permalink.ts';
import type { SandboxActions } from './protocol.ts';
import type { SlackOptions } from './slack.ts';
import type { Slack } from './to-bot.ts';
import type { webApi } from './web-api/index.ts';

interface Surface {
  readonly call: ReturnType<typeof webApi>;
  readonly scopesOf: (token: string) => readonly string[] | null;
  readonly slack: Slack;
  readonly slacks: readonly Slack[];
  readonly oauth: OAuth;
  readonly actions: ReturnType<typeof pageActions>;
  readonly disturb: Disturb;
  readonly gallery: SlackOptions['gallery'];
}

/** Answers one request: of the bot to the Web API or a response_url, or of the page. */
export async function answerRequest(
  surface: Surface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const [, first = '', second = ''] = pathname.split('/');
  if (first === 'api') return answerApi(surface, second, request, response);
  if (first === 'oauth') return answerInstaller(surface, request, response);
  if (first === 'respond') return answerResponseUrl(surface, second, request, response);
  if (!isOwn(request)) return sendJson(response, 403, { ok: false, error: 'foreign request' });
  if (first === 'sandbox') return answerPage(surface, second, request, response);

  const place = placeOfPermalink(request.url ?? '/');
  if (place !== null) {
    response.writeHead(302, { location: place });
    response.end();
    return;
  }
  const file = await readPageFile(pathname);
  if (file === null) return sendJson(response, 404, { ok: false, error: 'not found' });
  response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' });
  response.end(file.content);
}

async function answerApi(
  { call, disturb, scopesOf }: Surface,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const given = body === null ? null : parseBody(request.headers['content-type'] ?? '', body);
  if (given === null) return sendJson(response, 200, { ok: false, error: 'invalid_json' });

  const [, bearer] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = bearer ?? (typeof given['token'] === 'string' ? given['token'] : '');
  await disturbed(disturb(method, given), response, async () => {
    const authorization = request.headers.authorization ?? '';
    const { retryAfter, ...said } = await call({ name: method, token, authorization, given });
    const scopes = scopesOf(token);
    const headers: Record<string, string> =
      scopes === null ? {} : { 'x-oauth-scopes': scopes.join(',') };
    return () => {
      if (retryAfter === undefined) return sendJson(response, 200, said, headers);
      sendJson(response, 429, said, { ...headers, 'retry-after': String(retryAfter) });
    };
  });
}

async function answerResponseUrl(
  { slack, slacks }: Surface,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const given = body === null ? null : parseBody('json', body);
  if (given === null) return sendJson(response, 400, { ok: false, error: 'invalid_payload' });
  const owner = slacks.find(({ responseUrls }) => responseUrls.knows(key)) ?? slack;
  const refusal = owner.responseUrls.use(key, given);
  if (refusal === null) {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end('ok');
    return;
  }
  const isGone = refusal.error.endsWith('_url');
  sendJson(response, isGone ? 404 : 400, {
    ok: false,
    error: refusal.error,
    response_metadata: { messages: refusal.reasons },
  });
}

async function answerPage(
  { actions, gallery }: Surface,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (name === 'gallery' && gallery !== undefined) return sendJson(response, 200, await gallery());
  if (request.method !== 'POST' || !Object.hasOwn(actions, name)) {
    return sendJson(response, 404, { ok: false, error: 'There is no such action.' });
  }
  const body = await readBody(request);
  const given =
    body !== null && request.headers['content-type']?.startsWith('application/json') === true
      ? parseBody('json', body)
      : null;
  if (given === null)
    return sendJson(response, 400, { ok: false, error: 'Send JSON, as application/json.' });
  const action = name as keyof SandboxActions;
  const trouble = bodyTrouble(action, given);
  if (trouble !== null) return sendJson(response, 400, { ok: false, error: trouble });
  const act = actions[action] as (body: unknown) => Promise<object>;
  sendJson(response, 200, await act(given));
}
