import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

/** `SUMMIT_LONG=full` tries all of them. */
const SEQUENCES = process.env['SUMMIT_LONG'] === 'full' ? 100_000 : 5_000;

test(`${SEQUENCES} random sequences of commands do to the record what they do to a model of it`, async () => {
  const started = performance.now();
  const shards = availableParallelism();
  // The seed of each share, so that one that fails can be tried again: it is in the message.
  const seeds = Array.from({ length: shards }, () => Math.floor(Math.random() * 2 ** 31));
  const told = await Promise.all(
    seeds.map(async (seed) => {
      const shard = new URL('../support/model/shard.ts', import.meta.url);
      const workerData = { runs: Math.ceil(SEQUENCES / shards), seed };
      const [answer] = await once(new Worker(shard, { workerData }), 'message');
      return String(answer);
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${SEQUENCES} sequences in ${shards} threads: ${seconds} s`);
  expect(told).toEqual(seeds.map(() => 'no difference'));
});
