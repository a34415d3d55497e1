import { expect, test, vi } from 'vitest';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { atSlack } from './at-slack.ts';
import { DESK } from './digest-scene.ts';
import { digestsIn, REPLICAS, replicaScene } from './replica-scene.ts';

const SOON = { timeout: 60_000, interval: 50 };

test('what several replicas record at once is all there, once, and each knows what another recorded', async ({
  onTestFinished,
}) => {
  const scene = await replicaScene(onTestFinished);
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
  const { slack, bots, moveTo, now } = await replicaScene(onTestFinished);
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
      expect(digestsIn(slack).length).toBe(day);
    }, SOON);
  }
  expect(digestsIn(slack).length).toBe(2);
  for (const bot of others) expect(await bot.stop()).toBe(0);
});
