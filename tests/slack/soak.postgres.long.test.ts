import { inject, test } from 'vitest';
import { freshServerDatabase } from '../support/postgres.ts';
import { soak } from './soak.ts';
import { expectSound, SIZE } from './soak-claims.ts';

test('over weeks of work memory, handles and connections stay flat, and every digest comes once', async ({
  onTestFinished,
}) => {
  const databaseUrl = await freshServerDatabase(inject('server'));
  expectSound(await soak(onTestFinished, SIZE, databaseUrl));
});
