import { expect, test, vi } from 'vitest';
import { startSlack } from '../../sandbox/slack.ts';
import { cableTo } from '../support/cable.ts';
import { exampleUrl } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import { addressOf, runBot, tokensOf } from './running-bot.ts';

const AWAY = "Summit can't reach its record just now.";
const SOON = { timeout: 30_000, interval: 50 };

test('while the database is away people are told so, /ready too, and then all goes on', async ({
  onTestFinished,
}) => {
  const slack = await startSlack();
  const cable = await cableTo(await exampleUrl());
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: cable.url,
  });
  onTestFinished(async () => {
    bot.process.kill('SIGKILL');
    await Promise.all([bot.exited, cable.stop(), slack.stop()]);
  });
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
