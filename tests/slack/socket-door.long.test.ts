import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, type RunningBot, runBot } from './running-bot.ts';
import { freshDatabase } from '../support/db.ts';

/** The client waits five seconds before it connects again. */
const RECONNECTED = { timeout: 15_000, interval: 50 };

describe('a Socket Mode connection', () => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let health: string;

  beforeEach(async () => {
    slack = await startSlack({ mode: 'socket' });
    bot = runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: `sqlite:${freshDatabase()}`,
    });
    health = `${await addressOf(bot)}/health`;
    return async () => slack.stop();
  });

  test('that Slack renews is back by itself, and /health and /ready say so meanwhile', async () => {
    slack.socketMode.disconnect('refresh_requested');
    await vi.waitFor(async () => expect(await healthStatus()).toBe(503));
    const ready = await fetch(new URL('/ready', health));
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      ok: false,
      missing: ['There is no connection to Slack.'],
    });
    await vi.waitFor(async () => expect(await healthStatus()).toBe(200), RECONNECTED);

    const line = { userId: 'U0ALICE', channelId: 'C0DESK', text: '/summit help' };
    expect(await slack.act('say', line)).toEqual({ ok: true });
    expect(slack.workspace.messages.at(-1)?.text).toContain('/summit');
  });

  test('that is being renewed does not keep Summit from stopping', async () => {
    slack.socketMode.disconnect('refresh_requested');
    await vi.waitFor(async () => expect(await healthStatus()).toBe(503));
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  });

  test('is opened again when Slack is away for longer', async () => {
    const { port } = new URL(slack.url);
    await slack.stop();
    await vi.waitFor(async () => expect(await healthStatus()).toBe(503), RECONNECTED);
    slack = await startSlack({ mode: 'socket', port: Number(port) });
    await vi.waitFor(async () => expect(await healthStatus()).toBe(200), {
      timeout: 40_000,
      interval: 100,
    });
  });

  async function healthStatus(): Promise<number> {
    const answer = await fetch(health);
    await answer.body?.cancel();
    return answer.status;
  }
});
