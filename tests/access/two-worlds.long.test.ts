import { expect, test } from 'vitest';
import { compareWorlds, newSeed } from './two-worlds.ts';

const LONG = process.env['SUMMIT_LONG'] === 'full';
/** Each pair of worlds goes through so many. */
const EACH = 100;
const PAIRS = LONG ? 200 : 10;

test(
  'what outsiders get is the same to the byte, over many worlds',
  { timeout: 3_600_000 },
  async () => {
    const all = { sequences: 0, inside: 0, outside: 0 };
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const seed = newSeed();
      const tally = await compareWorlds(EACH, seed).catch((error: unknown) => {
        throw new Error(`With seed ${seed}`, { cause: error });
      });
      all.sequences += tally.sequences;
      all.inside += tally.inside;
      all.outside += tally.outside;
    }
    console.log(all);
    expect(all.sequences).toBe(PAIRS * EACH);
    expect(all.inside).toBeGreaterThan(PAIRS * EACH);
    expect(all.outside).toBeGreaterThan(2 * PAIRS * EACH);
  },
);
