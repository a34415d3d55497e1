import { expect, test } from 'vitest';
import { load } from './load-of-workspaces.ts';

const TIMES = process.env['SUMMIT_LONG'] === 'full' ? 2_000 : 200;

test('several workspaces under a long load: no token and no word of one gets into another', async ({
  onTestFinished,
}) => {
  const { calls, answers, refreshes, ...crossed } = await load(onTestFinished, TIMES);
  console.log(`${calls} calls, ${answers} answers, ${refreshes} refreshes`);
  expect(crossed).toEqual({ crossings: [], strays: [] });
  expect(answers).toBeGreaterThanOrEqual(TIMES * 8);
});
