import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { seedOfRun } from '../support/seeded.ts';
import { sum, type Tally, type WorldOptions } from './simulated-world.ts';

/** `SUMMIT_LONG=full` tries a million digests, and `SUMMIT_SEED` draws the same blows again. */
const WORLDS = process.env['SUMMIT_LONG'] === 'full' ? 1_000 : 20;
const DIGESTS_A_WORLD = 500;
const DAYS = 2;
/** After so many worlds one sees how far it is. */
const TELL_EVERY = 50;

describe('programs that die and stand still, and a Slack that loses answers', () => {
  test(`${WORLDS * DIGESTS_A_WORLD * DAYS} digests come once each, with their threads`, async () => {
    const seed = seedOfRun();
    console.log(`SUMMIT_SEED=${seed}`);
    const worlds = Array.from({ length: WORLDS }, (_, world) => ({
      seed: seed + world,
      digests: DIGESTS_A_WORLD,
      days: DAYS,
    }));
    const all = sum(await sideBySide(worlds));
    const { missing, doubled, wrong } = all;
    expect({ missing, doubled, wrong }).toEqual({ missing: [], doubled: [], wrong: [] });
    expect(all).toMatchObject({ everDoubled: 0, slots: WORLDS * DIGESTS_A_WORLD * DAYS });
  });
});

/** Lives through the worlds with as many threads as the machine has processors. */
async function sideBySide(worlds: WorldOptions[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const worker = async (): Promise<void> => {
    const thread = new Worker(new URL('./simulation-worker.ts', import.meta.url));
    try {
      for (let world = worlds.shift(); world !== undefined; world = worlds.shift()) {
        tallies.push(await livedThrough(thread, world));
        if (tallies.length % TELL_EVERY === 0 || worlds.length === 0) tell(tallies);
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return tallies;
}

function tell(tallies: readonly Tally[]): void {
  const { missing, doubled, wrong, ...counts } = sum(tallies);
  const amiss = missing.length + doubled.length + wrong.length;
  console.log(JSON.stringify({ worlds: tallies.length, ...counts, amiss }));
}

async function livedThrough(thread: Worker, world: WorldOptions): Promise<Tally> {
  const { promise, resolve, reject } = Promise.withResolvers<Tally>();
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.postMessage(world);
  try {
    return await promise;
  } finally {
    thread.off('error', reject);
  }
}
