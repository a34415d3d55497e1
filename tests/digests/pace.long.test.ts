import { expect, test } from 'vitest';
import { OutboxScene } from './outbox-scene.ts';
import { waitStorm } from './wait-storm.ts';

const FLOOD = 43_200;

test('a Slack that wants to be waited for is asked again to the very moment, ten thousand times over', async () => {
  expect(await waitStorm(10_000)).toEqual({ early: 0 });
});

test(`${FLOOD} digests of one minute in one workspace are all said, once, as fast as the rate allows`, async () => {
  const scene = await OutboxScene.open({ pace: { perMinute: 600 } });
  await scene.digests(FLOOD);
  await scene.passNine({ seconds: 5 });
  expect(scene.slack.messages.length).toBeGreaterThan(20);
  let there = 0;
  scene.slack.onMessage = () => (there += 1);
  const before = scene.slack.messages.length;
  const took = await scene.passUntil(() => there + before === FLOOD);
  expect(took).toBeLessThanOrEqual(1.1 * (FLOOD / 600) * 60_000);
  expect(new Set(scene.said()).size).toBe(FLOOD);
});
