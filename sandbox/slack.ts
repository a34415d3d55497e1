import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { httpDoor } from './deliver.ts';
import { type Disturb, disturbed } from './disturbance.ts';
import type { Json } from './door.ts';
import type { GalleryMessage } from './gallery.ts';
import { isOwn, parseBody, readBody, sendJson } from './http.ts';
import { type Limits, SLACK_LIMITS } from './limits.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Act, pageActions } from './page-actions.ts';
import { bodyTrouble } from './page-bodies.ts';
import { readPageFile } from './page-files.ts';
import { placeOfPermalink } from './permalink.ts';
import type { SandboxActions, SandboxEvent } from './protocol.ts';
import { ResponseUrls } from './response-urls.ts';
import { snapshot } from './snapshot.ts';
import { SocketMode } from './socket-mode.ts';
import type { Story } from './story.ts';
import { sendEvent, type Slack } from './to-bot.ts';
import { Triggers } from './triggers.ts';
import { Views } from './views.ts';
import { type CallMethod, webApi } from './web-api/index.ts';
import { Workspace, type WorkspaceEvent } from './world.ts';

/** What a stand-in is started with; all of it can be left out. */
export interface SlackOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly mode?: 'http' | 'socket';
  /** Where the bot hears; can also be told later by `deliverTo`. */
  readonly requestUrl?: string;
  readonly signingSecret?: string;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly manifest?: Manifest;
  /** False where the workspace does not take charts. */
  readonly charts?: boolean;
  /** What the bot was granted; by default all its manifest asks for but the optional ones. */
  readonly scopes?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** The workspace's clock, by which messages are dated. */
  readonly now?: () => Temporal.Instant;
  /** Milliseconds, by which limits are kept. */
  readonly limitClock?: () => number;
  readonly story?: Story;
  readonly gallery?: () => Promise<readonly GalleryMessage[]>;
}

/** A Slack on this machine. */
export interface SlackStandIn {
  readonly url: string;
  /** What the bot takes as `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly socketMode: SocketMode;
  /** Does what somebody at the page would do. */
  readonly act: Act;
  deliverTo(requestUrl: string): void;
  /** From now on calls of the bot go wrong as this says; without, none does. */
  disturb(how?: Disturb): void;
  /** From now on every call is answered so, as after the app was removed; null, and the bot's token is good again. */
  refuseTokens(error: string | null): void;
  /** Tells the bot of something that nobody at the page could do. */
  tellBot(subscription: string, event: Json): Promise<void>;
  /** Tells open pages that the clock has moved, or what comes next. */
  tellClock(): void;
  stop(): Promise<void>;
}

const MANIFEST = new URL('../manifest.json', import.meta.url);

/** Starts a Slack that listens on this machine alone. Rejects when the port is taken. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackStandIn> {
  const {
    signingSecret = 'sandbox-signing-secret',
    botToken = 'xoxb-sandbox',
    appToken = 'xapp-sandbox',
    manifest = readManifest(MANIFEST),
    now = () => Temporal.Now.instant(),
    limitClock = Date.now,
    story = null,
  } = options;
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
  const scopes = options.scopes ?? bot.filter((scope) => !optional.includes(scope));
  const limits = { ...SLACK_LIMITS, ...options.limits };
  let requestUrl = options.requestUrl ?? null;
  let disturb: Disturb = () => null;
  let refusal: string | null = null;

  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const workspace = new Workspace(now);
  const socketMode = new SocketMode({
    answerWithinMs: limits.answerWithinMs,
    pingEveryMs: limits.pingEveryMs,
    tellOnline: (online) => workspace.setBotOnline(online),
  });
  const responseUrls = new ResponseUrls(workspace, limits, limitClock);
  const slack: Slack = {
    workspace,
    views: new Views(workspace),
    triggers: new Triggers(limits.triggerLastsMs, limitClock),
    responseUrls,
    limits,
    manifest,
    scopes,
    door:
      options.mode === 'socket'
        ? socketMode
        : httpDoor({
            requestUrl: () => requestUrl,
            signingSecret,
            answerWithinMs: limits.answerWithinMs,
          }),
    responseUrl: (origin) => `${url}/respond/${responseUrls.issue(origin)}`,
  };
  const call = webApi(
    { ...slack, socketMode, url, charts: options.charts ?? true },
    { bot: botToken, app: appToken, refusal: () => refusal },
    limits,
    limitClock,
  );
  const actions = pageActions(slack, story);
  const pages = new WebSocketServer({ noServer: true });

  server.on('request', (request, response) => {
    const surface = { call, slack, actions, gallery: options.gallery, disturb };
    answer(surface, request, response).catch((error: unknown) => {
      console.error('The sandbox failed to answer', request.url, error);
      if (response.headersSent) response.destroy();
      else
        sendJson(response, 500, { ok: false, error: 'The sandbox failed; its console says why.' });
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    socket.on('error', () => socket.destroy());
    if (pathname === '/link') {
      socketMode.accept(request, socket, head, searchParams.get('ticket') ?? '');
    } else if (pathname === '/sandbox/live' && isOwn(request)) {
      pages.handleUpgrade(request, socket, head, (page) => {
        const send = (event: SandboxEvent): void => page.send(JSON.stringify(event));
        const sendWorld = (): void => send({ kind: 'world', world: snapshot(slack, now(), story) });
        const hear = (event: WorkspaceEvent): void =>
          event.kind === 'members' ? sendWorld() : send(event);
        sendWorld();
        page.on('close', workspace.listen(hear));
        page.on('error', () => page.terminate());
      });
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
  });

  return {
    url,
    apiUrl: `${url}/api/`,
    signingSecret,
    botToken,
    appToken,
    workspace,
    views: slack.views,
    socketMode,
    act: (name, body) => actions[name](body),
    deliverTo(address) {
      requestUrl = address;
    },
    disturb(how = () => null) {
      disturb = how;
    },
    refuseTokens(error) {
      refusal = error;
    },
    tellBot: async (subscription, event) => sendEvent(slack, subscription, event),
    tellClock() {
      const nextNewsOn = story?.nextNewsOn() ?? null;
      const nextDigest = story?.nextDigest() ?? null;
      workspace.emit({ kind: 'clock', now: now().toString(), nextNewsOn, nextDigest });
    },
    async stop() {
      socketMode.stop();
      for (const page of pages.clients) page.terminate();
      server.closeAllConnections();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      await promise;
    },
  };
}

interface Surface {
  readonly call: CallMethod;
  readonly slack: Slack;
  readonly actions: ReturnType<typeof pageActions>;
  readonly disturb: Disturb;
  readonly gallery: SlackOptions['gallery'];
}

/** One request: of the bot to the Web API or a response_url, or of the page. */
async function answer(
  surface: Surface,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const [, first = '', second = ''] = pathname.split('/');
  if (first === 'api') return answerApi(surface, second, request, response);
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
  { call, disturb, slack }: Surface,
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
    const { retryAfter, ...said } = await call(method, token, given);
    const headers = { 'x-oauth-scopes': slack.scopes.join(',') };
    return () => {
      if (retryAfter === undefined) return sendJson(response, 200, said, headers);
      sendJson(response, 429, said, { ...headers, 'retry-after': String(retryAfter) });
    };
  });
}

async function answerResponseUrl(
  { slack }: Surface,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const given = body === null ? null : parseBody('json', body);
  if (given === null) return sendJson(response, 400, { ok: false, error: 'invalid_payload' });
  const refusal = slack.responseUrls.use(key, given);
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

async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
