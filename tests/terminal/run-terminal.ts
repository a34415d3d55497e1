import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs what someone types after `npm run --silent summit --`, on the record in this file or at this address. */
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
  const address = /^(?:sqlite:|postgres:)/.test(database) ? database : `sqlite:${database}`;
  return spawn(process.execPath, ['node26.js', 'src/terminal.ts', ...words], {
    env: { PATH: process.env['PATH'], DATABASE_URL: address },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
