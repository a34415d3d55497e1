import { vi } from 'vitest';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { type Team, teamFrom } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { freshDatabase } from '../support/db.ts';
import { freePort } from '../support/free-port.ts';
import { startStoryBot, type StoryBot } from './story-bot.ts';

export const ALPHA = teamFrom({ id: 'T0ALPHA', people: { U0ANN: 'Ann', U0ABE: 'Abe' } });
export const BETA = teamFrom({ id: 'T0BETA', people: { U0BEA: 'Bea', U0BEN: 'Ben' } });
/** Two of one organisation, with people of their own and one who is in both. */
export const UNION = 'E0UNION';
export const GAMMA = teamFrom({
  id: 'T0GAMMA',
  enterpriseId: UNION,
  people: { W0GIL: 'Gil', W0UMA: 'Uma' },
});
export const DELTA = teamFrom({
  id: 'T0DELTA',
  enterpriseId: UNION,
  people: { W0DAN: 'Dan', W0UMA: 'Uma' },
});

/** For a Slack that is never asked too often. */
export const UNLIMITED_CALLS = {
  'tier-1': Infinity,
  'tier-2': Infinity,
  'tier-3': Infinity,
  'tier-4': Infinity,
  unlimited: Infinity,
} as const;

/** A key as `SUMMIT_TOKEN_KEYS` takes it, the same for the same name. */
export function keyCalled(id: string): string {
  return `${id}:${Buffer.alloc(32, id).toString('base64')}`;
}

/** An agenda with grain on it, and nothing of the example's. */
export const GRAIN = agendaOf([{ key: 'grain', title: 'Grain exports' }]);

/** What a browser is shown. */
export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Somebody's browser, with its cookies. */
export interface Browser {
  /** Opens `/slack/install`; gives where Slack asks them. */
  begin(): Promise<string>;
  /** Chooses at Slack where to install Summit, or not to with an empty text; gives where it sends them back. */
  choose(asked: string, installedIn: string): Promise<string>;
  open(address: string): Promise<Page>;
  /** All of it. */
  install(installedIn: string): Promise<Page>;
}

/** Summit for many workspaces, at a Slack that has some. */
export interface ManyScene {
  readonly slack: SlackStandIn;
  readonly path: string;
  readonly url: string;
  readonly db: Db;
  now(): Temporal.Instant;
  bot(): StoryBot;
  /** Starts it, with other settings if there are any. */
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  crash(): Promise<void>;
  /** Jumps there at once, for all. */
  moveTo(instant: Temporal.Instant): void;
  browser(): Browser;
  give(agenda: AgendaDocument, teamId: string): Promise<void>;
  /** What Summit has said to all of a workspace's channel, threads left out. */
  saidIn(team: Team): SandboxMessage[];
  logged(msg: string): Promise<Readonly<Record<string, unknown>>>;
}

export interface ManyOptions extends SlackOptions {
  /** An open file for the bot's log, instead of keeping it. */
  readonly logTo?: number;
  /** Where its record is, unless in a file of its own. */
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function manyScene(
  after: (clean: () => Promise<void>) => void,
  { env = {}, logTo, databaseUrl, ...options }: ManyOptions = {},
): Promise<ManyScene> {
  const clock = Clock.startingAt(Temporal.Instant.from('2023-11-27T07:59:30Z'));
  const slack = await startSlack({
    now: clock.now,
    scopes: ALL_SCOPES,
    teams: [ALPHA, BETA, GAMMA, DELTA],
    ...options,
  });
  const path = freshDatabase();
  const record = databaseUrl ?? `sqlite:${path}`;
  const db = await openDatabase(record);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  slack.oauth.redirectTo(`${url}/slack/oauth_redirect`);
  let bot: StoryBot | null = null;

  const scene: ManyScene = {
    slack,
    path,
    url,
    db,
    now: clock.now,
    bot() {
      if (bot === null) throw new Error('The bot was not started');
      return bot;
    },
    async start(more = {}) {
      const settings = {
        SLACK_BOT_TOKEN: '',
        SLACK_CLIENT_ID: slack.clientId,
        SLACK_CLIENT_SECRET: slack.clientSecret,
        SUMMIT_TOKEN_KEYS: keyCalled('a'),
        SUMMIT_URL: url,
        PORT: String(port),
        DATABASE_URL: record,
        ...env,
        ...more,
      };
      bot = startStoryBot(slack, path, clock.now(), settings, logTo);
      if ((await bot.address) === null) throw new Error('The bot did not start');
      slack.deliverTo(`${url}/slack/events`);
    },
    async crash() {
      bot?.kill();
      await bot?.exited;
    },
    moveTo(instant) {
      clock.moveTo(instant);
      bot?.setClock(clock.now());
    },
    browser: () => browserAt(url),
    async give(agenda, teamId) {
      const recorder = { by: 'terminal:tester', at: clock.now() };
      const outcome = await importAgenda(db, agenda, {
        recorder,
        workspace: teamId,
        emptyHistories: true,
      });
      if (outcome.kind !== 'imported') throw new Error(`Not imported: ${outcome.kind}`);
    },
    saidIn({ id, bot: { userId: botUserId }, channels: [channel] }) {
      return slack
        .in(id)
        .workspace.messages.filter(
          ({ userId, ephemeralTo, threadTs, channelId }) =>
            userId === botUserId &&
            ephemeralTo === null &&
            threadTs === null &&
            channelId === channel?.id,
        );
    },
    logged: async (msg) =>
      vi.waitFor(
        () => {
          const line = scene
            .bot()
            .log()
            .find((one) => one.msg === msg);
          if (line === undefined) throw new Error(`Not logged: ${msg}`);
          return line;
        },
        { timeout: 20_000, interval: 20 },
      ),
  };
  await scene.start();
  after(async () => {
    await scene.crash();
    await Promise.all([slack.stop(), closeDatabase(db)]);
  });
  return scene;
}

function browserAt(url: string): Browser {
  let cookie = '';
  async function get(address: string): Promise<Response> {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { ...(cookie !== '' && { cookie }), connection: 'close' },
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return response;
  }
  const browser: Browser = {
    async begin() {
      const response = await get(`${url}/slack/install`);
      return response.headers.get('location') ?? '';
    },
    async choose(asked, installedIn) {
      const form = new URL(asked).searchParams;
      form.set('installed_in', installedIn);
      const response = await fetch(new URL('/oauth/v2/authorize', asked), {
        method: 'POST',
        redirect: 'manual',
        body: form,
      });
      return response.headers.get('location') ?? `refused: ${await response.text()}`;
    },
    async open(address) {
      const response = await get(address);
      const html = await response.text();
      const text = html
        .replaceAll(/<(style|title)>.*?<\/\1>|<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ');
      return { status: response.status, text: text.trim(), headers: response.headers };
    },
    install: async (installedIn) =>
      browser.open(await browser.choose(await browser.begin(), installedIn)),
  };
  return browser;
}
