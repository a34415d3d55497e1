import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';

/** How to start one of the programs that are compared. */
export interface ProgramSpec {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Runs the program on this core alone, or on several of a list; null leaves the choice to the system. */
  readonly core: string | null;
}

/** What a program has used since it started; null where the system doesn't tell. */
export interface Usage {
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

/** A program in a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  /** What it has written so far, for the person who looks for the reason of a failure. */
  output(): string;
  usage(): Usage | null;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 10_000;

export function startProgram({ args: programArgs, env, core }: ProgramSpec): Program {
  const node = [process.execPath, ...programArgs];
  const [command = '', ...args] = core === null ? node : ['taskset', '-c', core, ...node];
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-10_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  return {
    process: child,
    output: () => output,
    usage: () => readUsage(child.pid),
    stop: () => stop(child),
  };
}

/** Where a server listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

/** Linux keeps the time of all threads in hundredths of a second, and the memory in kB. */
function readUsage(pid: number | undefined): Usage | null {
  if (process.platform !== 'linux') return null;

  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const hundredths = Number(fields[11]) + Number(fields[12]);
  const kilobytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuMicros: hundredths * 10_000, memoryBytes: Number(kilobytes) * 1024 };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;

  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exit;
  clearTimeout(deadline);
}
