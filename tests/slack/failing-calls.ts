import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { started } from '../support/started.ts';

/** What is to become of system calls, as strace's `inject` has it. */
export interface Failing {
  /** Such as `pwrite64`. */
  readonly calls: string;
  /** Such as `error=ENOSPC`, or `signal=SIGKILL:when=3`. */
  readonly how: string;
  /** Only those that touch these files. */
  readonly at: readonly string[];
}

/** Why no system call can be made to fail here; null when they can be. */
export function whyNoCallFails(): string | null {
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
  if (tried.error !== undefined) return 'there is no strace here';
  if (tried.status !== 0) return 'strace may not trace here';
  const isRoot = process.getuid?.() === 0;
  return isRoot || ptraceScope() === '0' ? null : 'strace may not attach here';
}

/** From now on system calls of a running process fail, until told to stop. */
export async function failCalls(
  pid: number,
  { calls, how, at }: Failing,
): Promise<{ readonly stop: () => Promise<void> }> {
  const paths = at.flatMap((path) => ['-P', path]);
  const traced = ['-e', `trace=${calls}`, '-e', `inject=${calls}:${how}`, '-o', '/dev/null'];
  const tracer = spawn('strace', ['-f', '-p', `${pid}`, ...paths, ...traced], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started(tracer);
  const exited = once(tracer, 'exit');
  await attached(tracer);
  return {
    async stop() {
      tracer.kill('SIGINT');
      await exited;
    },
  };
}

async function attached(tracer: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  tracer.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (/Process \d+ attached/.test(said)) resolve();
  });
  tracer.once('exit', () => reject(new Error(`strace did not attach: ${said}`)));
  await promise;
}

function ptraceScope(): string {
  try {
    return readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim();
  } catch {
    return '0';
  }
}
