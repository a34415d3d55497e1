import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Run } from './run.ts';

const run = promisify(execFile);

/** Half as long again goes to warming up. */
const SECONDS_EACH = 0.4;

/** The median time of each answer inside the program, in microseconds, in a process of its own. */
export async function timesOf(
  { ground }: Pick<Run, 'ground'>,
  databaseUrl: string,
  texts: readonly string[],
): Promise<number[]> {
  const args = [
    new URL('answer-timing.ts', import.meta.url).pathname,
    databaseUrl,
    String(SECONDS_EACH),
    ...texts,
  ];
  const pin = ground.core === null ? [] : ['taskset', '-c', ground.core];
  const [command = '', ...rest] = [...pin, process.execPath, ...args];
  const { stdout } = await run(command, rest);
  return JSON.parse(stdout);
}
