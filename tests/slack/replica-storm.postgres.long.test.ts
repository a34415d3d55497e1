import { expect, test } from 'vitest';
import { seeded, seedOfRun } from '../support/seeded.ts';
import { replicaStorm } from './replica-storm.ts';

/** `SUMMIT_LONG=full` takes five hundred rounds, `SUMMIT_ROUNDS` as many as it says, and `SUMMIT_SEED` draws the same disturbances again. */
const ROUNDS = Number(
  process.env['SUMMIT_ROUNDS'] ?? (process.env['SUMMIT_LONG'] === 'full' ? 500 : 15),
);

test(`two replicas and PostgreSQL under kill, pause, network cut, clock skew and database restart, ${ROUNDS} rounds: nothing lost, nothing twice, nobody answered wrongly`, async () => {
  const seed = seedOfRun();
  console.log(`SUMMIT_SEED=${seed}`);
  const began = performance.now();
  const { channels, lost, torn, repeated, changed, wrong, odd, ...seen } = await replicaStorm(
    ROUNDS,
    seeded(seed),
    String(seed),
  );
  const seconds = Math.round((performance.now() - began) / 1000);
  const { lost: unsaid, doubled, stale, odd: strange, ...said } = channels;
  console.log(JSON.stringify({ ...seen, said, seconds }, null, 1));
  expect({ lost, torn, repeated, changed, wrong, odd }).toEqual({
    lost: [],
    torn: [],
    repeated: [],
    changed: [],
    wrong: [],
    odd: [],
  });
  expect({ unsaid, doubled, stale, strange }).toEqual({
    unsaid: [],
    doubled: [],
    stale: [],
    strange: [],
  });
  expect(seen.rounds).toBe(ROUNDS);
  // Were nothing in the air when something goes wrong, nothing would be shown.
  expect(seen.acknowledged).toBeGreaterThan(20 * ROUNDS);
  expect(seen.saidAgain).toBeGreaterThan(ROUNDS);
  expect(seen.unheard).toBeGreaterThan(0);
  expect(said.due).toBeGreaterThan(0);
});
