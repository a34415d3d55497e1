import { expect, test } from 'vitest';
import { load } from './load-of-workspaces.ts';

test('several workspaces under load: no token and no word of one gets into another', async ({
  onTestFinished,
}) => {
  const { calls, answers, refreshes, ...crossed } = await load(onTestFinished, 10);
  expect(crossed).toEqual({ crossings: [], strays: [] });
  expect(answers).toBeGreaterThanOrEqual(80);
  expect(calls).toBeGreaterThan(100);
  expect(refreshes).toBeGreaterThan(0);
});
