import { expect, test } from 'vitest';
import { ALL_WELL, killOften, killWithin } from './kill-often.ts';
import { seeded, seedOfRun } from './storm.ts';

/** `SUMMIT_LONG=full` kills a thousand times, and `SUMMIT_SEED` draws the same moments again. */
const FULL = process.env['SUMMIT_LONG'] === 'full';
const KILLS = FULL ? { http: 800, socket: 200 } : { http: 30, socket: 10 };

/** A kill comes within so many milliseconds of the first update. */
const TRAFFIC = 300;

/** The log is written back into the file when it holds 48 MB; were it never, it would grow past this. */
const WAL_AT_MOST = 64 * 1024 * 1024;

test.each(['http', 'socket'] as const)(
  'killed at any moment under a stream of updates through the %s door, no acknowledged update is lost and none is half-written',
  { timeout: 3_600_000 },
  async (mode) => {
    const seed = seedOfRun();
    console.log(`SUMMIT_SEED=${seed}`);
    const random = seeded(seed);
    const all = await killOften({
      mode,
      kills: KILLS[mode],
      random,
      name: `${mode}.${seed}`,
      arm: (bot) => killWithin(bot, random(TRAFFIC)),
      startsKilled: 8,
    });
    expect(all).toMatchObject(ALL_WELL);
    expect(all.kills).toBeGreaterThanOrEqual(KILLS[mode]);
    // Were nothing in the air when a bot is killed, nothing would be shown.
    expect(all.acknowledged).toBeGreaterThan(5 * KILLS[mode]);
    expect(all.unanswered).toBeGreaterThan(5 * KILLS[mode]);
    expect(all.largestWal).toBeLessThan(WAL_AT_MOST);
  },
);
