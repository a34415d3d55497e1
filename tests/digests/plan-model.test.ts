import { expect, test } from 'vitest';
import { runPlanSequences } from '../support/plan-model.ts';

test('whatever people, clocks and stops do to a digest, no day has one too many and none is left out', async () => {
  await expect(runPlanSequences(300)).resolves.toBeUndefined();
});
