import { beforeAll, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { failCalls, whyNoCallFails } from './failing-calls.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';
import { overHttp, seeded, seedOfRun, type Send, storm, type Update, updates } from './storm.ts';
import { damageOf, findingsAfter } from './storm-record.ts';

/** Every call that the first so many updates need is made to fail once, and then all of them. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const ROUNDS = FULL ? 100 : 6;
const UPDATES_A_ROUND = 48;

const CODE = /Code \S{4}-\S\S\.$/;
const DISK_FULL = /^Summit can't write just now: its disk is full\. Nothing was changed\./;
const DISK_FAILED = /^Summit can't use its record: the disk it is on fails\. Nothing was changed\./;

/** An update from a channel that Slack was too slow to tell of is restricted, and its answer is noted. */
const PERHAPS_MADE = /^Summit can't note who sees this/;

const FAILURES = [
  { error: 'ENOSPC', calls: 'pwrite64', says: DISK_FULL, upTo: 60 },
  { error: 'EIO', calls: 'pwrite64', says: DISK_FAILED, upTo: 60 },
  { error: 'EROFS', calls: 'pwrite64', says: DISK_FAILED, upTo: 60 },
  { error: 'EIO', calls: 'fsync,fdatasync', says: DISK_FAILED, upTo: 6 },
] as const;

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

function isUnsure([, answer]: readonly [Update, string]): boolean {
  return PERHAPS_MADE.test(answer);
}

test.for(FAILURES)(
  'when $calls fails with $error, people are told, reads go on, nothing acknowledged is lost, and Summit writes on by itself',
  { timeout: 3_600_000 },
  async ({ error, calls, says, upTo }, { skip }) => {
    const why = whyNoCallFails();
    skip(why !== null, why ?? '');
    const seed = seedOfRun();
    console.log(`SUMMIT_SEED=${seed}`);
    const random = seeded(seed);
    const { file, bot, send } = await startOn(await exampleDatabase());
    const next = updates(`${seed}.${error}.${calls}`, random);
    const acknowledged: Update[] = [];
    const refused: (readonly [Update, string])[] = [];
    const unanswered: Update[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      // One call alone, every call from one on, or every few.
      const when = [`${1 + random(upTo)}`, `${1 + random(upTo)}+`, `1+${1 + random(upTo)}`][
        round % 3
      ];
      const failing = await failCalls(bot.process.pid ?? 0, {
        calls,
        how: `error=${error}:when=${when}`,
        at: [file, `${file}-wal`],
      });
      const after = await storm(send, next, (answered) => answered >= UPDATES_A_ROUND);
      expect(after.unanswered).toEqual([]);
      acknowledged.push(...after.acknowledged);
      unanswered.push(...after.refused.filter(isUnsure).map(([update]) => update));
      refused.push(...after.refused.filter((one) => !isUnsure(one)));
      expect(await send(question(round))).toContain('fentanyl');
      await failing.stop();

      const { value: update } = next.next();
      expect(await send(update)).toContain('Recorded for ');
      acknowledged.push(update);
    }

    console.log(`${calls} ${error}: ${acknowledged.length} recorded, ${refused.length} refused`);
    console.log(`${unanswered.length} perhaps made`);
    expect(refused.length).toBeGreaterThan(ROUNDS);
    for (const [, answer] of refused) {
      expect(answer).toMatch(says);
      expect(answer).toMatch(CODE);
    }
    const sent = { acknowledged, refused, unanswered };
    const found = await findingsAfter(`sqlite:${file}`, sent, {
      send,
      before: { seq: 0, hash: '' },
    });
    expect(found).toMatchObject({ lost: [], torn: [], repeated: [], changed: [] });
    expect(damageOf(file)).toEqual([]);
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
  },
);

test('killed right after the disk has failed, nothing that was refused is there, and it can be said again', async ({
  skip,
}) => {
  const why = whyNoCallFails();
  skip(why !== null, why ?? '');
  const { file, bot, send } = await startOn(await exampleDatabase());
  const next = updates('failed-and-killed', seeded(1));
  const before = await storm(send, next, (answered) => answered >= UPDATES_A_ROUND);
  const calls = 'fsync,fdatasync';
  await failCalls(bot.process.pid ?? 0, { calls, how: 'error=EIO', at: [`${file}-wal`] });
  const { refused } = await storm(send, next, (answered) => answered >= UPDATES_A_ROUND);
  expect(refused.length).toBeGreaterThanOrEqual(UPDATES_A_ROUND);
  bot.process.kill('SIGKILL');
  await bot.exited;

  const again = await startOn(file);
  const sent = { ...before, unanswered: refused.map(([update]) => update) };
  const found = await findingsAfter(`sqlite:${file}`, sent, {
    send: again.send,
    before: { seq: 0, hash: '' },
  });
  expect(found).toMatchObject({ lost: [], torn: [], repeated: [], untold: 0 });
  expect(damageOf(file)).toEqual([]);
});

interface AtWork {
  readonly file: string;
  readonly bot: RunningBot;
  readonly send: Send;
}

async function startOn(file: string): Promise<AtWork> {
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${file}`,
  });
  const { send } = overHttp(`${await addressOf(bot)}/slack/events`, slack.signingSecret);
  return { file, bot, send };
}

/** Asks something that changes nothing. */
function question(number: number): Update {
  return { note: '', inputId: `question.${number}`, words: 'status fentanyl' };
}
