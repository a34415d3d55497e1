import { seeded } from '../support/seeded.ts';
import type { Fate } from '../support/simulated-slack.ts';
import { OutboxScene } from './outbox-scene.ts';

/** Milliseconds, there or back. */
const LATENCY = 150;
const CHANNELS = 100;
const ODD_WAITS = [1, 999, 1_000, 2_500, 37_000];

/**
 * Slack wants to be waited for so often, before it takes the digests of a hundred channels.
 * Gives how often it was asked before it had to be.
 */
export async function waitStorm(waits: number): Promise<{ readonly early: number }> {
  const random = seeded(4);
  const until = new Map<string, number>();
  let [left, early] = [waits, 0];
  const fate = (place: string): Fate | null => {
    const now = scene.time.elapsed();
    if (now < (until.get(place) ?? 0)) early += 1;
    if (left === 0) return null;
    left -= 1;
    const milliseconds = ODD_WAITS[random(ODD_WAITS.length)] ?? 0;
    until.set(place, now + 2 * LATENCY + milliseconds);
    return { kind: 'wait', milliseconds };
  };
  const scene = await OutboxScene.open({ fate, latency: LATENCY, pace: { perMinute: 60_000 } });
  await scene.digests(CHANNELS);
  await scene.passNine({ seconds: 0 });
  await scene.passUntil(() => scene.slack.messages.length === CHANNELS);
  return { early };
}
