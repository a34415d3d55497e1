import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();

/** A test started a program: it ends with the tests of its file at the latest. */
export function started(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

export function endStarted(): void {
  for (const child of running) child.kill('SIGKILL');
}
