import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { type Cable, cableTo } from '../support/cable.ts';
import { exampleUrl } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import { addressOf, type RunningBot, runBot, tokensOf } from './running-bot.ts';

const AWAY = "Summit can't reach its record just now.";
const SOON = { timeout: 30_000, interval: 50 };

test('while the database is away people are told so, /ready too, and then all goes on', async ({
  onTestFinished,
}) => {
  const { slack, cable, bot } = await throughCable(onTestFinished);
  const address = await addressOf(bot);
  slack.deliverTo(`${address}/slack/events`);
  const alice = atSlack(slack, 'U0ALICE', 'C0DESK');
  const ask = async (words: string): Promise<string> => (await alice.say(words)).at(-1)?.text ?? '';
  const isReady = async (): Promise<void> =>
    expect((await fetch(`${address}/ready`)).status).toBe(200);
  await vi.waitFor(isReady, SOON);
  expect(await ask('status fentanyl')).toContain('precursor');

  for (const round of ['first', 'second']) {
    await cable.cut();
    expect(await ask('status fentanyl')).toContain(AWAY);
    expect(await ask('update fentanyl stalled because of it')).toContain(AWAY);
    await vi.waitFor(async () => {
      const ready = await fetch(`${address}/ready`);
      expect(await ready.json()).toEqual({
        ok: false,
        missing: ['The database of the record can not be reached.'],
      });
    }, SOON);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    await cable.mend();
    await vi.waitFor(async () => expect(await ask('status fentanyl')).toContain('precursor'), SOON);
    expect(await ask(`update fentanyl stalled because of the ${round} time`)).toContain('Recorded');
    await vi.waitFor(isReady, SOON);
  }
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
});

test('whoever waits for the database as it goes away is told that it can not be reached', async ({
  onTestFinished,
}) => {
  const { url, cable, bot, slack } = await throughCable(onTestFinished);
  slack.deliverTo(`${await addressOf(bot)}/slack/events`);
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table record_version in access exclusive mode');
  const waiting = ['status fentanyl', 'update fentanyl stalled because of it'].map(async (words) =>
    atSlack(slack, 'U0ALICE', 'C0DESK').say(words),
  );
  await vi.waitFor(async () => {
    const { rows } = await holder.query(
      "select from pg_locks where relation = 'record_version'::regclass and not granted",
    );
    expect(rows.length).toBeGreaterThanOrEqual(waiting.length);
  }, SOON);
  await cable.cut();
  for (const said of waiting) expect((await said).at(-1)?.text).toContain(AWAY);
  await holder.end();
});

test.for(['comes back', 'stays away'])(
  'a database that goes away just after the start and %s ends nothing',
  async (what, { onTestFinished }) => {
    const { cable, bot } = await throughCable(onTestFinished);
    const address = await addressOf(bot);
    const statusOf = async (): Promise<number> => (await fetch(`${address}/ready`)).status;
    await cable.cut();
    await bot.logged(({ msg }) => msg === 'Failed while opening the record');
    expect(await statusOf()).toBe(503);
    if (what === 'comes back') {
      await cable.mend();
      await vi.waitFor(async () => expect(await statusOf()).toBe(200), SOON);
    }
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  },
);

interface ThroughCable {
  readonly slack: SlackStandIn;
  readonly cable: Cable;
  readonly bot: RunningBot;
  /** Of the database, past the cable. */
  readonly url: string;
}

async function throughCable(after: (clean: () => Promise<void>) => void): Promise<ThroughCable> {
  const slack = await startSlack();
  const url = await exampleUrl();
  const cable = await cableTo(url);
  const bot = runBot({ ...tokensOf(slack), DATABASE_URL: cable.url });
  after(async () => {
    bot.process.kill('SIGKILL');
    await Promise.all([bot.exited, cable.stop(), slack.stop()]);
  });
  return { slack, cable, bot, url };
}
