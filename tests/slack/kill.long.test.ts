import { expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';
import {
  overHttp,
  overSocket,
  type Random,
  seeded,
  seedOfRun,
  type Send,
  storm,
  updates,
} from './storm.ts';
import { damageOf, findingsAfter, walSize } from './storm-record.ts';

/** `SUMMIT_LONG=full` kills a thousand times, and `SUMMIT_SEED` draws the same moments again. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const KILLS = FULL ? { http: 800, socket: 200 } : { http: 30, socket: 10 };

/** After so many a record is begun anew, so that all of it can be held against its log each time. */
const KILLS_A_RECORD = 50;

/** A kill comes within so many milliseconds of the first update, or of a start. */
const TRAFFIC = 300;
const START = 400;

/** A checkpoint every thousand pages of 16 KiB, and what was written before it could be made. */
const WAL_AT_MOST = 64 * 1024 * 1024;

test.each(['http', 'socket'] as const)(
  'killed at any moment under a stream of updates through the %s door, no acknowledged update is lost and none is half-written',
  { timeout: 3_600_000 },
  async (mode) => {
    const seed = seedOfRun();
    console.log(`SUMMIT_SEED=${seed}`);
    const random = seeded(seed);
    const all = tally();
    const began = performance.now();
    for (let done = 0; done < KILLS[mode]; done += KILLS_A_RECORD) {
      const kills = Math.min(KILLS_A_RECORD, KILLS[mode] - done);
      await killOften({ mode, kills, random, name: `${seed}.${mode}.${done}` }, all);
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`${mode}: ${JSON.stringify({ ...all, seconds })}`);
    expect(all).toMatchObject({ lost: [], torn: [], repeated: [], refused: [], damaged: [] });
    expect(all.kills).toBeGreaterThanOrEqual(KILLS[mode]);
    // Were nothing in the air when a bot is killed, nothing would be shown.
    expect(all.acknowledged).toBeGreaterThan(5 * KILLS[mode]);
    expect(all.unanswered).toBeGreaterThan(5 * KILLS[mode]);
    expect(all.largestWal).toBeLessThan(WAL_AT_MOST);
  },
);

interface Tally {
  kills: number;
  acknowledged: number;
  unanswered: number;
  /** Of those, how many were recorded all the same. */
  untold: number;
  largestWal: number;
  readonly lost: string[];
  readonly torn: string[];
  readonly repeated: string[];
  readonly refused: string[];
  readonly damaged: unknown[];
}

function tally(): Tally {
  return {
    kills: 0,
    acknowledged: 0,
    unanswered: 0,
    untold: 0,
    largestWal: 0,
    lost: [],
    torn: [],
    repeated: [],
    refused: [],
    damaged: [],
  };
}

interface Killing {
  readonly mode: 'http' | 'socket';
  readonly kills: number;
  readonly random: Random;
  readonly name: string;
}

/** Kills and starts again on one record, and looks each time what is left. */
async function killOften({ mode, kills, random, name }: Killing, all: Tally): Promise<void> {
  const slack = await startSlack({ mode });
  const file = await exampleDatabase();
  const start = (): RunningBot =>
    runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      DATABASE_URL: `sqlite:${file}`,
      LOG_LEVEL: 'info',
      ...(mode === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    });
  const next = updates(name, random);
  let before = { seq: 0, hash: '' };
  let bot = start();
  let wire = await lineTo(bot, slack, mode);

  for (let kill = 0; kill < kills; kill += 1) {
    killWithin(bot, random(TRAFFIC));
    const after = await storm(wire.send, next);
    await bot.exited;
    wire.hangUp();
    all.largestWal = Math.max(all.largestWal, walSize(file));
    if (random(8) === 0) {
      const early = start();
      killWithin(early, random(START));
      await early.exited;
      all.kills += 1;
    }

    bot = start();
    wire = await lineTo(bot, slack, mode);
    const found = await findingsAfter(file, after, { send: wire.send, before });
    before = found.head;
    all.kills += 1;
    all.acknowledged += after.acknowledged.length;
    all.unanswered += after.unanswered.length;
    all.untold += found.untold;
    all.lost.push(...found.lost);
    all.torn.push(...found.torn);
    all.repeated.push(...found.repeated);
    all.refused.push(...after.refused.map(([update, answer]) => `${update.words}: ${answer}`));
  }

  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);
  wire.hangUp();
  all.damaged.push(...damageOf(file));
  await slack.stop();
}

function killWithin(bot: RunningBot, ms: number): void {
  setTimeout(() => bot.process.kill('SIGKILL'), ms);
}

/** A way to a bot, once it is ready. */
async function lineTo(
  bot: RunningBot,
  slack: SlackStandIn,
  mode: 'http' | 'socket',
): Promise<{ readonly send: Send; readonly hangUp: () => void }> {
  const address = await addressOf(bot);
  if (mode === 'http') return overHttp(`${address}/slack/events`, slack.signingSecret);
  return { send: overSocket(slack.socketMode, bot.exited), hangUp: () => undefined };
}
