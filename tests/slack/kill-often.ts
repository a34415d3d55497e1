import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';
import { overHttp, overSocket, type Random, type Send, storm, updates } from './storm.ts';
import { damageOf, findingsAfter, walSize } from './storm-record.ts';

/** After so many a record is begun anew, so that all of it can be held against its log each time. */
const KILLS_A_RECORD = 50;

/** A start that is killed is so within so many milliseconds. */
const START = 400;

export interface Killing {
  readonly mode: 'http' | 'socket';
  readonly kills: number;
  readonly random: Random;
  /** Told apart from other storms by it. */
  readonly name: string;
  /** Sees to it that a bot is killed once the updates come. */
  readonly arm: (bot: RunningBot, file: string) => Promise<void> | void;
  /** One in so many starts is killed too; none without. */
  readonly startsKilled?: number;
}

/** Kills the bot under a stream of updates, starts it again, and looks each time what is left. */
export async function killOften(killing: Killing): Promise<Tally> {
  const began = performance.now();
  const all = tally();
  for (let done = 0; done < killing.kills; done += KILLS_A_RECORD) {
    const kills = Math.min(KILLS_A_RECORD, killing.kills - done);
    await killOnOneRecord({ ...killing, kills, name: `${killing.name}.${done}` }, all);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${killing.name}: ${JSON.stringify({ ...all, seconds })}`);
  return all;
}

/** That nothing was lost, half-written, made twice or refused. */
export const ALL_WELL = { lost: [], torn: [], repeated: [], refused: [], damaged: [] };

export interface Tally {
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

/** Kills and starts again on one record, and looks each time what is left. */
async function killOnOneRecord(
  { mode, kills, random, name, arm, startsKilled }: Killing,
  all: Tally,
): Promise<void> {
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
    await arm(bot, file);
    const after = await storm(wire.send, next);
    await bot.exited;
    wire.hangUp();
    all.largestWal = Math.max(all.largestWal, walSize(file));
    if (startsKilled !== undefined && random(startsKilled) === 0) {
      const early = start();
      killWithin(early, random(START));
      await early.exited;
      all.kills += 1;
    }

    bot = start();
    wire = await lineTo(bot, slack, mode);
    const found = await findingsAfter(`sqlite:${file}`, after, { send: wire.send, before });
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
  rmSync(dirname(file), { recursive: true });
  await slack.stop();
}

export function killWithin(bot: RunningBot, ms: number): void {
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
