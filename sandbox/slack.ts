import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { httpDoor } from './deliver.ts';
import { answerRequest } from './answer-request.ts';
import type { Disturb } from './disturbance.ts';
import type { Json } from './door.ts';
import type { GalleryMessage } from './gallery.ts';
import { isOwn, sendJson } from './http.ts';
import { type Limits, SLACK_LIMITS } from './limits.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { OAuth } from './oauth.ts';
import { type Act, pageActions } from './page-actions.ts';
import type { Team } from './people.ts';
import type { SandboxEvent } from './protocol.ts';
import { ResponseUrls } from './response-urls.ts';
import { snapshot } from './snapshot.ts';
import { SocketMode } from './socket-mode.ts';
import type { Story } from './story.ts';
import { sendEvent, type Slack } from './to-bot.ts';
import { Tokens } from './tokens.ts';
import { Triggers } from './triggers.ts';
import { Views } from './views.ts';
import { webApi } from './web-api/index.ts';
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
  /** What the app shows when it asks to be installed. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Whether tokens that come of an installation expire, and are refreshed. */
  readonly tokensRotate?: boolean;
  /** Workspaces beside the example's, where the app is not installed at first. */
  readonly teams?: readonly Team[];
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
  /** By how many milliseconds the clock of Slack's machines is ahead of ours, as each answer tells it. */
  readonly machinesAheadMs?: number;
  readonly story?: Story;
  readonly gallery?: () => Promise<readonly GalleryMessage[]>;
}

/** One workspace of it. */
export interface InWorkspace {
  readonly workspace: Workspace;
  readonly views: Views;
  /** Does what somebody at the page would do. */
  readonly act: Act;
  /** Tells the bot of something that nobody at the page could do. */
  tellBot(subscription: string, event: Json): Promise<void>;
}

/** A Slack on this machine; what it has of a workspace is the example's. */
export interface SlackStandIn extends InWorkspace {
  readonly url: string;
  /** What the bot takes as `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly oauth: OAuth;
  readonly tokens: Tokens;
  /** Calls with the token of one workspace for what is another's. */
  readonly crossings: readonly string[];
  readonly socketMode: SocketMode;
  /** Another workspace, by its id. */
  in(teamId: string): InWorkspace;
  deliverTo(requestUrl: string): void;
  /** From now on calls of the bot go wrong as this says; without, none does. */
  disturb(how?: Disturb): void;
  /** From now on every call is answered so, as after the app was removed; null, and the bot's token is good again. */
  refuseTokens(error: string | null): void;
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
    clientId = '1234567890.0987654321',
    clientSecret = 'sandbox-client-secret',
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
  const workspaces = [
    workspace,
    ...(options.teams ?? []).map((team) => new Workspace(now, team)),
  ] as const;
  const socketMode = new SocketMode({
    answerWithinMs: limits.answerWithinMs,
    pingEveryMs: limits.pingEveryMs,
    warnsAheadMs: limits.warnsAheadMs,
    tellOnline: (online) => workspace.setBotOnline(online),
  });
  const door =
    options.mode === 'socket'
      ? socketMode
      : httpDoor({
          requestUrl: () => requestUrl,
          signingSecret,
          answerWithinMs: limits.answerWithinMs,
        });
  const tokens = new Tokens({ app: appToken, bot: botToken, botIn: workspace.team.id }, now);
  const oauth = new OAuth({
    clientId,
    clientSecret,
    scopes: bot,
    granted: scopes,
    rotates: options.tokensRotate ?? false,
    teams: workspaces.map(({ team }) => team),
    tokens,
    now: () => now().epochMilliseconds,
  });
  const crossings: string[] = [];

  function slackOf(workspace: Workspace): Slack {
    const responseUrls = new ResponseUrls(workspace, limits, limitClock);
    return {
      workspace,
      isOrgWide: () => !tokens.hasAny(workspace.team.id) && workspace.team.enterpriseId !== null,
      views: new Views(workspace),
      triggers: new Triggers(limits.triggerLastsMs, limitClock),
      responseUrls,
      limits,
      manifest,
      scopes,
      door,
      responseUrl: (origin) => `${url}/respond/${responseUrls.issue(origin)}`,
    };
  }
  function inWorkspace(slack: Slack, story: Story | null): InWorkspace {
    const actions = pageActions(slack, story);
    return {
      workspace: slack.workspace,
      views: slack.views,
      act: (name, body) => actions[name](body),
      tellBot: async (subscription, event) => sendEvent(slack, subscription, event),
    };
  }
  const slack = slackOf(workspace);
  const slacks = [slack, ...workspaces.slice(1).map(slackOf)];
  const call = webApi({
    apis: slacks.map((one) => ({ ...one, socketMode, url, charts: options.charts ?? true })),
    tokens,
    oauth,
    refusal: () => refusal,
    crossed: (what) => void crossings.push(what),
    limits,
    now: limitClock,
  });
  /** What a token may do, as each answer tells it; null for one that isn't known. */
  function scopesOf(token: string): readonly string[] | null {
    const bearer = tokens.find(token);
    if (refusal !== null || bearer.kind === 'refused') return null;
    return bearer.kind === 'app' ? ['connections:write'] : scopes;
  }
  const actions = pageActions(slack, story);
  const pages = new WebSocketServer({ noServer: true });

  server.on('request', (request, response) => {
    const { gallery, machinesAheadMs = 0 } = options;
    response.setHeader('date', new Date(Date.now() + machinesAheadMs).toUTCString());
    const surface = { call, scopesOf, slack, slacks, oauth, actions, gallery, disturb };
    answerRequest(surface, request, response).catch((error: unknown) => {
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
    clientId,
    clientSecret,
    oauth,
    tokens,
    crossings,
    socketMode,
    ...inWorkspace(slack, story),
    in(teamId) {
      const found = slacks.find((one) => one.workspace.team.id === teamId);
      if (found === undefined) throw new Error(`There is no workspace ${teamId}`);
      return inWorkspace(found, null);
    },
    deliverTo(address) {
      requestUrl = address;
    },
    disturb(how = () => null) {
      disturb = how;
    },
    refuseTokens(error) {
      refusal = error;
    },
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

async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
