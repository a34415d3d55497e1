import { expect, test } from 'vitest';
import { startSlack } from '../../sandbox/slack.ts';
import { atSlack } from '../slack/at-slack.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from '../slack/running-bot.ts';
import { freePort } from '../support/free-port.ts';

test('a collector that is away is told of in the log, and nobody waits for it', async ({
  onTestFinished,
}) => {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  slack.deliverTo(`${await addressOf(bot)}/slack/events`);
  const [card] = await atSlack(slack, 'U0ALICE').say('status fentanyl');
  expect(card?.text).toContain('fentanyl');
  const line = await bot.logged(({ msg }) => msg === 'Traces go wrong');
  expect(line['why']).toMatch(/^connect ECONNREFUSED /);
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
});
