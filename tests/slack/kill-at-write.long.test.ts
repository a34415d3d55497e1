import { expect, test } from 'vitest';
import { failCalls, whyNoCallFails } from './failing-calls.ts';
import { ALL_WELL, killOften } from './kill-often.ts';
import { seeded, seedOfRun } from './storm.ts';

/** `SUMMIT_LONG=full` kills at many more calls, and `SUMMIT_SEED` draws the same ones again. */
const KILLS = process.env['SUMMIT_LONG'] === 'full' ? 100 : 5;

/** The bot is killed as it makes one of the first so many of these calls. */
const CALLS = [
  { what: 'writing to the log of changes', calls: 'pwrite64', end: '-wal', upTo: 300 },
  { what: 'waiting for the disk', calls: 'fsync,fdatasync', end: '-wal', upTo: 20 },
  { what: 'moving the log into the file', calls: 'pwrite64', end: '', upTo: 60 },
] as const;

test.for(CALLS)(
  'killed while $what, no acknowledged update is lost and none is half-written',
  { timeout: 3_600_000 },
  async ({ calls, end, upTo }, { skip }) => {
    const why = whyNoCallFails();
    skip(why !== null, why ?? '');
    const seed = seedOfRun();
    console.log(`SUMMIT_SEED=${seed}`);
    const random = seeded(seed);
    const all = await killOften({
      mode: 'http',
      kills: KILLS,
      random,
      name: `${calls}${end}.${seed}`,
      arm: async ({ process: { pid } }, file) => {
        const how = `signal=SIGKILL:when=${1 + random(upTo)}`;
        await failCalls(pid ?? 0, { calls, how, at: [`${file}${end}`] });
      },
    });
    expect(all).toMatchObject(ALL_WELL);
    expect(all.unanswered).toBeGreaterThanOrEqual(KILLS);
  },
);
