import { expect, test } from 'vitest';
import { seeded, seedOfRun } from '../support/seeded.ts';
import { digestStorm } from './digest-storm.ts';

/** `SUMMIT_LONG=full` kills two thousand times, and `SUMMIT_SEED` draws the same moments again. */
const KILLS = process.env['SUMMIT_LONG'] === 'full' ? 2_000 : 40;

test(`killed ${KILLS} times at every step of its way, while Slack loses answers, each digest comes once`, async () => {
  const seed = seedOfRun();
  console.log(`SUMMIT_SEED=${seed}`);
  const { lost, doubled, odd, ...seen } = await digestStorm(KILLS, seeded(seed));
  console.log(JSON.stringify(seen, null, 1));
  expect({ lost, doubled, odd }).toEqual({ lost: [], doubled: [], odd: [] });
  expect(seen.kills).toBe(KILLS);
  expect(seen.messages).toBeGreaterThan(KILLS);
});
