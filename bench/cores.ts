import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which core the measured program runs on, and which the load. */
export interface Cores {
  readonly program: number;
  readonly load: number;
}

/**
 * Moves this process, which makes the load, to one core and names another for the programs, so
 * that the two never take each other's time. Null where `taskset` or a second core is missing.
 */
export function takeCores(): Cores | null {
  const [program, load] = allowedCores();
  if (program === undefined || load === undefined) return null;

  const moved = spawnSync('taskset', ['-a', '-c', '-p', String(load), String(process.pid)]);
  return moved.status === 0 ? { program, load } : null;
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
