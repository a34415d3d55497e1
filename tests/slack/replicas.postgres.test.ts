import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { exampleUrl } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import { ALL_SCOPES, DESK } from './digest-scene.ts';
import { startStoryBot, type StoryBot } from './story-bot.ts';

const SOON = { timeout: 60_000, interval: 50 };
const REPLICAS = 3;

test('what several replicas record at once is all there, once, and each knows what another recorded', async ({
  onTestFinished,
}) => {
  const scene = await replicas(onTestFinished);
  const { slack, bots, url } = scene;
  const issues = ['fentanyl', 'taiwan', 'climate', 'ai-talks', 'flights', 'panda-diplomacy'];
  for (const round of ['first', 'second']) {
    await Promise.all(
      bots.map(async (bot, number) => {
        slack.deliverTo(`${await bot.address}/slack/events`);
        const one = atSlack(slack, 'U0ALICE', DESK);
        const said = await one.say(
          `update ${issues[number]} in-talks because ${round} of ${number}`,
        );
        expect(said.map(({ text }) => text).join()).toContain(`${round} of ${number}`);
      }),
    );
    for (const bot of bots) {
      slack.deliverTo(`${await bot.address}/slack/events`);
      for (const number of bots.keys()) {
        const said = await atSlack(slack, 'U0BOB', DESK).say(`status ${issues[number]}`);
        expect(said.map(({ text }) => text).join()).toContain(`${round} of ${number}`);
      }
    }
  }
  const db = await openDatabase(url);
  const lines = await db
    .selectFrom('audit_lines')
    .select('seq')
    .where('action', '=', 'update')
    .execute();
  expect(lines.length).toBe(2 * REPLICAS);
  expect(await verifyRecord(db, null)).toMatchObject({ kind: 'whole' });
  await closeDatabase(db);
  for (const bot of bots) expect(await bot.stop()).toBe(0);
  expect(bots.flatMap((bot) => bot.log()).filter(({ level }) => level === 'error')).toEqual([]);
});

test('a digest comes once, though the replica that was to say it is killed', async ({
  onTestFinished,
}) => {
  const { slack, bots, moveTo, now } = await replicas(onTestFinished);
  slack.deliverTo(`${await bots[0]?.address}/slack/events`);
  const alice = atSlack(slack, 'U0ALICE', DESK);
  await alice.say('digest daily 09:00 Europe/Brussels quiet:off');
  const [first, ...others] = bots;
  for (let day = 1; day <= 2; day += 1) {
    moveTo(
      now().toZonedDateTimeISO('Europe/Brussels').add({ days: 1 }).with({ hour: 9 }).toInstant(),
    );
    if (day === 2) first?.kill();
    await vi.waitFor(() => {
      moveTo(now().add({ seconds: 1 }));
      expect(digests(slack).length).toBe(day);
    }, SOON);
  }
  expect(digests(slack).length).toBe(2);
  for (const bot of others) expect(await bot.stop()).toBe(0);
});

function digests({ workspace }: SlackStandIn): string[] {
  return workspace.messages
    .filter(
      ({ userId, ephemeralTo, threadTs }) =>
        userId === workspace.botUserId && ephemeralTo === null && threadTs === null,
    )
    .map(({ text }) => text);
}

interface Replicas {
  readonly slack: SlackStandIn;
  readonly bots: readonly StoryBot[];
  readonly url: string;
  readonly now: () => Temporal.Instant;
  /** Jumps there at once, for all. */
  readonly moveTo: (instant: Temporal.Instant) => void;
}

/** Several Summits on one record, in a workspace whose clock they share. */
async function replicas(after: (clean: () => Promise<void>) => void): Promise<Replicas> {
  const clock = Clock.startingAt(Temporal.Instant.from('2023-11-27T06:00:00Z'));
  const slack = await startSlack({ now: clock.now, scopes: ALL_SCOPES });
  const url = await exampleUrl();
  const bots = Array.from({ length: REPLICAS }, () =>
    startStoryBot(slack, '', clock.now(), { DATABASE_URL: url }),
  );
  after(async () => {
    for (const bot of bots) bot.kill();
    await Promise.all(bots.map(async ({ exited }) => exited));
    await slack.stop();
  });
  for (const bot of bots) expect(await bot.address).not.toBeNull();
  return {
    slack,
    bots,
    url,
    now: clock.now,
    moveTo(instant) {
      clock.moveTo(instant);
      for (const bot of bots) bot.setClock(instant);
    },
  };
}
