import { describe, expect, test } from 'vitest';
import { seedOfRun } from '../support/seeded.ts';
import { simulate, sum } from './simulated-world.ts';

/** Some calm, some that fall apart: see `tests/digests/simulation.long.test.ts` for many more. */
const WORLDS = 4;

describe('programs that die and stand still, and a Slack that loses answers', () => {
  test('a thousand digests come once each, with their threads', async () => {
    // `SUMMIT_SEED` draws the same blows again.
    const seed = seedOfRun();
    const tallies = [];
    for (let world = 0; world < WORLDS; world += 1) {
      tallies.push(await simulate({ seed: seed + world, digests: 125, days: 2 }));
    }
    const all = sum(tallies);
    expect(all).toMatchObject({
      missing: [],
      doubled: [],
      wrong: [],
      everDoubled: 0,
      slots: 1_000,
    });
    expect(Math.min(all.deaths, all.freezes, all.repeated)).toBeGreaterThan(0);
  });
});
