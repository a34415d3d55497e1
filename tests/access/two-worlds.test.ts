import { expect, test } from 'vitest';
import { compareWorlds, newSeed } from './two-worlds.ts';

const SEQUENCES = 60;

test('what outsiders get is the same to the byte, whatever insiders put into the record', async () => {
  const seed = newSeed();
  const tally = await compareWorlds(SEQUENCES, seed).catch((error: unknown) => {
    throw new Error(`With seed ${seed}`, { cause: error });
  });
  expect(tally).toMatchObject({ sequences: SEQUENCES });
  expect(tally.inside).toBeGreaterThan(SEQUENCES / 2);
  expect(tally.outside).toBeGreaterThan(SEQUENCES);
});
