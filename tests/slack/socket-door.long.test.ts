import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { clientOf } from '../sandbox/bolt-bot.ts';
import { freshDatabase } from '../support/db.ts';
import { addressOf, type Environment, type RunningBot, runBot } from './running-bot.ts';

const LIMITS = { answerWithinMs: 1_000, warnsAheadMs: 2_500 };
const SOON = { timeout: 20_000, interval: 20 };
const QUICK_WAITS = new URL('../support/quick-waits.ts', import.meta.url).href;

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlack({ mode: 'socket', limits: LIMITS });
  return async () => slack.stop();
});

describe('a connection that Slack wants renewed', () => {
  test('is let go once the next one stands, so that nobody notices', async () => {
    const bot = start();
    const health = await healthOf(bot);
    const connected = (): number =>
      bot.log().filter(({ msg }) => msg === 'Connected to Slack').length;
    let asked = 0;
    for (const renewals of [1, 2, 3]) {
      slack.socketMode.disconnect('warning');
      while (connected() < 1 + renewals || slack.socketMode.connections > 1) {
        await expectAnswer();
        expect(await health()).toBe(200);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(30);
    expect(bot.log().filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('and is cut off at once is back within four seconds', async () => {
    const bot = start();
    const health = await healthOf(bot);
    const began = performance.now();
    slack.socketMode.disconnect('refresh_requested');
    await vi.waitFor(async () => expect(await health()).toBe(503), SOON);
    await vi.waitFor(async () => expect(await health()).toBe(200), SOON);
    expect(performance.now() - began).toBeLessThan(4_000);
    await expectAnswer();
  });

  test('does not keep Summit from stopping', async () => {
    const bot = start();
    const health = await healthOf(bot);
    slack.socketMode.disconnect('refresh_requested');
    await vi.waitFor(async () => expect(await health()).toBe(503), SOON);
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  });
});

describe('a connection that does not end but', () => {
  test('lets nothing pass any more is replaced within twenty seconds', async () => {
    await addressOf(start());
    const began = performance.now();
    slack.socketMode.afflict('half-open');
    await vi.waitFor(expectAnswer, SOON);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('is no longer pinged is replaced', async () => {
    await slack.stop();
    slack = await startSlack({ mode: 'socket', limits: { ...LIMITS, pingEveryMs: 50 } });
    // Pings may stay away for half a minute.
    const bot = start({ QUICK_WAITS: '30000/30' });
    await addressOf(bot);
    await vi.waitFor(() => expect(slack.socketMode.pongs).toBeGreaterThan(0), SOON);
    slack.socketMode.pings = false;
    await bot.logged(({ msg, why }) => msg === WANTED && why === 'closed');
    slack.socketMode.pings = true;
    await vi.waitFor(expectAnswer, SOON);
  });

  test('is deaf is replaced after a quarter of an hour at the latest', async () => {
    const bot = start({ QUICK_WAITS: '60000/300' });
    await addressOf(bot);
    slack.socketMode.afflict('deaf');
    await bot.logged(({ msg, why }) => msg === WANTED && why === 'quiet');
    await vi.waitFor(expectAnswer, SOON);
    expect(exitCode(bot)).toBe(null);
  });

  test('was never greeted is tried again for as long as it takes, for a new start would not help', async () => {
    slack.socketMode.greets = false;
    const bot = start({ QUICK_WAITS: '15000/60' });
    await bot.logged(({ msg }) => msg === 'Slack gives no connection, asking again');
    // Five minutes are five seconds.
    await pause(7_000);
    expect(exitCode(bot)).toBe(null);
    slack.socketMode.greets = true;
    await addressOf(bot);
    await vi.waitFor(expectAnswer, SOON);
  });
});

describe('when no connection comes about any more', () => {
  test('although Slack answers, Summit says so and leaves, to be started anew', async () => {
    const bot = start({ QUICK_WAITS: '15000/60' });
    const address = await addressOf(bot);
    slack.socketMode.greets = false;
    slack.socketMode.disconnect('refresh_requested');
    await vi.waitFor(async () => {
      const ready = await fetch(new URL('/ready', address));
      expect(await ready.json()).toEqual({
        ok: false,
        missing: ['There is no connection to Slack.'],
      });
    }, SOON);
    expect(await bot.exited).toBe(75);
    expect(bot.log().filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({
        msg: 'Slack answers but lets no connection come about: Summit is to be started anew.',
      }),
    ]);
    expect(bot.log().at(-1)?.msg).toBe('Summit has stopped');
  });

  test('because Slack is away, Summit stays for as long as it takes', async () => {
    const bot = start({ QUICK_WAITS: '15000/60' });
    const health = await healthOf(bot);
    const { port } = new URL(slack.url);
    await slack.stop();
    await bot.logged(({ msg }) => msg === 'Slack can not be reached, asking again');
    await pause(7_000);
    expect(exitCode(bot)).toBe(null);
    expect(await health()).toBe(503);
    slack = await startSlack({ mode: 'socket', port: Number(port) });
    await vi.waitFor(async () => expect(await health()).toBe(200), SOON);
    await expectAnswer();
    expect(
      bot.log().filter(({ msg }) => msg === 'Slack can not be reached, asking again'),
    ).toHaveLength(1);
  });

  test('because Slack refuses the token, Summit says once what to do, and asks again', async () => {
    const bot = start();
    await addressOf(bot);
    slack.refuseTokens('account_inactive');
    slack.socketMode.disconnect('link_disabled');
    const { level } = await bot.logged(({ msg }) =>
      msg.startsWith('Slack refuses SLACK_APP_TOKEN (account_inactive): '),
    );
    expect(level).toBe('error');
    slack.refuseTokens(null);
    await vi.waitFor(expectAnswer, SOON);
    expect(exitCode(bot)).toBe(null);
  });
});

test('where there are as many connections as Slack allows, the old one stays until there is room', async () => {
  const bot = start();
  await addressOf(bot);
  const others = await Promise.all(Array.from({ length: 9 }, connect));
  slack.socketMode.disconnect('warning');
  await bot.logged(
    ({ msg }) => msg === 'The app has as many connections as Slack allows, asking again',
  );
  for (const other of others) other.close();
  await bot.logged(({ msg }) => msg === 'Connected to Slack');
  await vi.waitFor(() => expect(slack.socketMode.connections).toBe(1), SOON);
  await expectAnswer();
});

const WANTED = 'A new connection to Slack is wanted';

function start(env: Environment = {}): RunningBot {
  return runBot({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: `sqlite:${freshDatabase()}`,
    ...(env['QUICK_WAITS'] !== undefined && { NODE_OPTIONS: `--import=${QUICK_WAITS}` }),
    ...env,
  });
}

/** Another program's connection. */
async function connect(): Promise<WebSocket> {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

/** Somebody asks, and has one answer. */
async function expectAnswer(): Promise<void> {
  const before = slack.workspace.messages.length;
  await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: '/summit help' });
  const answers = slack.workspace.messages.slice(before).map(({ text }) => text);
  expect(answers).toEqual([expect.stringContaining('/summit status')]);
}

async function healthOf(bot: RunningBot): Promise<() => Promise<number>> {
  const address = await addressOf(bot);
  return async () => {
    const answer = await fetch(`${address}/health`);
    await answer.body?.cancel();
    return answer.status;
  };
}

function exitCode(bot: RunningBot): number | null {
  return bot.process.exitCode;
}
