import type { ServerResponse } from 'node:http';
import type { InstallWords } from '../messages/install-words.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // The address holds what nobody else may have.
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
};

const STYLE =
  'body{max-width:34rem;margin:15vh auto;padding:0 1rem;font:1.125rem/1.5 system-ui,sans-serif;color:#1d2b3a}h1{font-size:1.5rem}a{color:#1d6f8a}';

/** A plain page that says what came of installing Summit. */
export function sendInstallPage(
  response: ServerResponse,
  status: number,
  { title, text, again }: InstallWords,
  headers: Readonly<Record<string, string>> = {},
): void {
  const link = again ? '<p><a href="/slack/install">Begin again</a></p>' : '';
  const body = Buffer.from(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${link}</html>`,
  );
  response.writeHead(status, { ...HEADERS, ...headers, 'content-length': body.length });
  response.end(body);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
