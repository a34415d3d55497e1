import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { startSlack } from '../sandbox/slack.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './slack/running-bot.ts';

/** What is done every second may be a minute late. */
const MISSED = { timeout: 90_000, interval: 500 };

test('/ready says what the thread for what nobody asked for fails at, and when it goes on', async ({
  onTestFinished,
}) => {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  const file = await exampleDatabase();
  const address = await addressOf(
    runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${file}`,
    }),
  );
  const ready = async (): Promise<unknown> => (await fetch(`${address}/ready`)).json();
  await vi.waitFor(async () => expect(await ready()).toEqual({ ok: true }), MISSED);

  const other = new Database(file);
  onTestFinished(() => void other.close());
  other.exec('alter table reminders rename to lost');
  await vi.waitFor(
    async () =>
      expect(await ready()).toEqual({
        ok: false,
        missing: ['The thread for what nobody asked for is behind with reminding people.'],
      }),
    MISSED,
  );
  other.exec('alter table lost rename to reminders');
  await vi.waitFor(async () => expect(await ready()).toEqual({ ok: true }), MISSED);
});
