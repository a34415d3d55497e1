import { expect, test } from 'vitest';
import { searchForSecrets } from './kept-secrets.ts';

test('whatever fails, no secret stands in the log, the record, its write-ahead log or its backups', async ({
  onTestFinished,
}) => {
  const found = await searchForSecrets(onTestFinished, 2_000);
  expect(found.leaks).toEqual([]);
  expect(found.logLines).toBeGreaterThanOrEqual(2_000);
  expect(found.secrets).toBeGreaterThan(10);
  // The log, the record with its write-ahead log and what belongs to it, a backup made by itself and one by hand.
  expect(found.files.length).toBeGreaterThanOrEqual(6);
});
