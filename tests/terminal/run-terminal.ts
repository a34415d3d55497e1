import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** What the terminal is started with, beside what it is told. */
interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  /** A program, with what it takes, that starts another one. */
  readonly through?: readonly string[];
}

/** Runs what someone types after `npm run --silent summit --`, on the record in this file or at this address. */
export async function terminal(
  words: readonly string[],
  database: string,
  circumstances: Circumstances = {},
): Promise<Run> {
  const child = startTerminal(words, database, circumstances);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { out, err, code: Number(code) };
}

export function startTerminal(
  words: readonly string[],
  database: string,
  { env = {}, through = [] }: Circumstances = {},
) {
  const address = /^(?:sqlite:|postgres:)/.test(database) ? database : `sqlite:${database}`;
  const [command, ...args] = [...through, process.execPath, 'node26.js', 'src/terminal.ts'];
  return spawn(command, [...args, ...words], {
    env: { PATH: process.env['PATH'], DATABASE_URL: address, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
