import { expect, test } from 'vitest';
import { runPlanSequences } from '../support/plan-model.ts';

/** `SUMMIT_LONG=full` tries all of them. */
const SEQUENCES = process.env['SUMMIT_LONG'] === 'full' ? 10_000 : 1_500;

test(`${SEQUENCES} random sequences of changes, stops and jumps of the clock leave no day without its digests, and none with one too many`, async () => {
  const started = performance.now();
  await expect(runPlanSequences(SEQUENCES)).resolves.toBeUndefined();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${SEQUENCES} sequences: ${seconds} s`);
});
