import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which core the measured program runs on, which the load, and both; as `taskset` lists them. */
export interface Cores {
  readonly program: string;
  readonly load: string;
  readonly both: string;
}

/**
 * Moves this process, which makes the load, to one core and names another for the programs, so
 * that the two never take each other's time. Null where `taskset` or a second core is missing.
 */
export function takeCores(): Cores | null {
  const [program, load] = allowedCores();
  if (program === undefined || load === undefined) return null;

  const moved = spawnSync('taskset', ['-a', '-c', '-p', String(load), String(process.pid)]);
  if (moved.status !== 0) return null;
  return { program: `${program}`, load: `${load}`, both: `${program},${load}` };
}

/** Reads a list such as `0-3,8`. */
function allowedCores(): readonly number[] {
  if (process.platform !== 'linux') return [];

  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return (list ?? '').split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
