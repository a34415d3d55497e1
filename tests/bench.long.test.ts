import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

test('the benchmark measures every part and prints its ratios as JSON', async () => {
  const { stdout } = await run('npm', ['run', '--silent', 'bench', '--', '--quick', '--json']);

  const { measures, pairs } = JSON.parse(stdout);
  expect(pairs).toBe(1);
  const parts = new Set(measures.map(({ part }: { part: string }) => part));
  expect([...parts]).toEqual([
    'http',
    'gate',
    'postgres',
    'updates',
    'digests',
    'histories',
    'sizes',
    'words',
    'words-postgres',
    'socket',
  ]);
  const ratios = measures.map(({ ratio }: { ratio: number }) => ratio);
  expect(Math.min(...ratios)).toBeGreaterThan(0);
}, 600_000);
