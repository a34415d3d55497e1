import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from './http.ts';
import type { OAuth } from './oauth.ts';

/** Somebody who installs the app: `/oauth/v2/authorize` shows them what to allow, and sends them back. */
export async function answerInstaller(
  { oauth }: { readonly oauth: OAuth },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/oauth/v2/authorize') return sendJson(response, 404, { ok: false });
  const shown =
    request.method === 'POST'
      ? oauth.choose(new URLSearchParams((await readBody(request)) ?? ''))
      : oauth.ask(searchParams);
  switch (shown.kind) {
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(shown.html);
      return;
    case 'redirect':
      response.writeHead(302, { location: shown.to });
      response.end();
      return;
    case 'refused':
      return sendJson(response, 400, { ok: false, error: shown.error });
  }
}
