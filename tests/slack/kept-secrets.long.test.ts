import { expect, test } from 'vitest';
import { searchForSecrets } from './kept-secrets.ts';

const LINES = process.env['SUMMIT_LONG'] === 'full' ? 1_000_000 : 30_000;

test('no secret stands in a log of so many lines, nor in the record and its backups', async ({
  onTestFinished,
}) => {
  const { logLines, bytes, secrets, leaks } = await searchForSecrets(onTestFinished, LINES);
  console.log(`${logLines} lines and ${bytes} bytes searched for ${secrets} secrets`);
  expect(leaks).toEqual([]);
  expect(logLines).toBeGreaterThanOrEqual(LINES);
});
