import { App, type AppOptions, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import type { AddressInfo } from 'node:net';
import type { Manifest } from '../../sandbox/manifest.ts';
import { APP } from '../../sandbox/people.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../sandbox/slack.ts';

/** What the bots of these tests declare. */
export const MANIFEST: Manifest = {
  features: {
    app_home: { messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    slash_commands: [
      { command: '/desk', description: 'Ask the desk', usage_hint: '[words]', should_escape: true },
      { command: '/raw', description: 'Unescaped', usage_hint: '', should_escape: false },
    ],
    shortcuts: [
      { name: 'Look up', type: 'global', callback_id: 'look_up' },
      { name: 'Keep this', type: 'message', callback_id: 'keep' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'commands',
        'im:history',
        'chat:write',
        'channels:read',
        'channels:history',
        'users:read',
        'channels:join',
      ],
      bot_optional: ['channels:join'],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'app_mention', 'member_joined_channel', 'message.im'],
    },
  },
};

export interface Pair {
  readonly slack: SlackStandIn;
  readonly client: webApi.WebClient;
  stop(): Promise<void>;
}

/** A stand-in with a plain Bolt app behind signed HTTP. */
export async function startOverHttp(
  build: (app: App) => void,
  options: SlackOptions = {},
): Promise<Pair> {
  const slack = await startSlack({ manifest: MANIFEST, ...options });
  const app = new App({
    ...shared(slack),
    signingSecret: slack.signingSecret,
  });
  build(app);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  slack.workspace.setBotOnline(true);
  return {
    slack,
    client: clientOf(slack),
    async stop() {
      server.closeAllConnections();
      await app.stop();
      await slack.stop();
    },
  };
}

/** The same app over Socket Mode. */
export async function startOverSocket(
  build: (app: App) => void,
  options: SlackOptions = {},
): Promise<Pair> {
  const slack = await startSlack({ manifest: MANIFEST, mode: 'socket', ...options });
  const app = new App({
    ...shared(slack),
    // Bolt's client is deaf for as long as this after each refresh.
    receiver: new SocketModeReceiver({
      appToken: slack.appToken,
      logLevel: LogLevel.ERROR,
      clientPingTimeout: 300,
      installerOptions: { clientOptions: clientOptions(slack) },
    }),
  });
  build(app);
  await app.start();
  return {
    slack,
    client: clientOf(slack),
    async stop() {
      await app.stop();
      await slack.stop();
    },
  };
}

/** What somebody sees in a channel, oldest first: the words, and who else can see them. */
export function seenBy(
  { workspace }: SlackStandIn,
  userId: string,
  channelId = 'C0DESK',
): string[] {
  return workspace.messages
    .filter((message) => message.channelId === channelId)
    .filter(({ ephemeralTo }) => ephemeralTo === null || ephemeralTo === userId)
    .map(({ text, ephemeralTo }) => (ephemeralTo === null ? text : `(only you) ${text}`));
}

/** The client a bot would post with. */
export function clientOf(slack: SlackStandIn, token = slack.botToken): webApi.WebClient {
  return new webApi.WebClient(token, clientOptions(slack));
}

function clientOptions(slack: SlackStandIn): webApi.WebClientOptions {
  return {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

function shared(slack: SlackStandIn): AppOptions {
  return {
    convoStore: false,
    // Given a token instead, Bolt would go on asking for its own name after a short test has ended.
    authorize: async () => ({
      botToken: slack.botToken,
      botId: APP.botId,
      botUserId: APP.botUserId,
    }),
    logLevel: LogLevel.ERROR,
    clientOptions: clientOptions(slack),
  };
}
