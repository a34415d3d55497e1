import { expect, test } from 'vitest';
import { closeDatabase, openDatabase } from '../db/open.ts';
import { startSlack } from '../sandbox/slack.ts';
import { exampleUrl } from './support/db.ts';
import { atSlack } from './slack/at-slack.ts';
import { addressOf, runBot, tokensOf } from './slack/running-bot.ts';

const WRONG_CLOCK = new URL('support/wrong-clock.ts', import.meta.url).href;
const MINUTE = 60_000;

// More than five, and it takes nothing that Slack signs for what Slack sends now.
test.for([4 * MINUTE, -4 * MINUTE])(
  'a replica whose clock is wrong by %i ms goes by the database’s, and says so',
  async (wrongBy, { onTestFinished }) => {
    const slack = await startSlack();
    onTestFinished(() => slack.stop());
    const url = await exampleUrl();
    const bot = runBot({
      NODE_OPTIONS: `--import=${WRONG_CLOCK}`,
      WRONG_BY: String(wrongBy),
      ...tokensOf(slack),
      DATABASE_URL: url,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    const warned = await bot.logged(({ msg }) =>
      msg.startsWith('The clock of this machine is not'),
    );
    expect(Math.abs(Number(warned['milliseconds']) + wrongBy)).toBeLessThan(MINUTE / 10);

    const alice = atSlack(slack, 'U0ALICE', 'C0DESK');
    const before = Date.now();
    const [said] = await alice.say('update fentanyl stalled because no date was set');
    expect(said?.text).toContain('Recorded');
    const after = Date.now();
    const db = await openDatabase(url);
    onTestFinished(() => closeDatabase(db));
    const { at } = await db
      .selectFrom('audit_lines')
      .select('at')
      .where('action', '=', 'update')
      .executeTakeFirstOrThrow();
    const recorded = Temporal.Instant.from(at).epochMilliseconds;
    expect(recorded).toBeGreaterThan(before - MINUTE / 10);
    expect(recorded).toBeLessThan(after + MINUTE / 10);
  },
);
