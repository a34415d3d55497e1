import { test } from 'vitest';
import { soak } from './soak.ts';
import { expectSound, SIZE } from './soak-claims.ts';

test('over weeks of work memory and handles stay flat, the log of the file is bounded, and every digest comes once', async ({
  onTestFinished,
}) => {
  expectSound(await soak(onTestFinished, SIZE));
});
