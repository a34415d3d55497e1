import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs what someone types after `npm run --silent summit --`, on the record in this file. */
export async function terminal(words: readonly string[], database: string): Promise<Run> {
  const child = startTerminal(words, database);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { out, err, code: Number(code) };
}

export function startTerminal(words: readonly string[], database: string) {
  return spawn(process.execPath, ['src/terminal.ts', ...words], {
    env: { PATH: process.env['PATH'], DATABASE_URL: `sqlite:${database}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
