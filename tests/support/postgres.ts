import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { ServerOrder } from './postgres-program.ts';

/** A PostgreSQL server for tests. */
export interface Server {
  /** Of a database that is always there. */
  readonly url: string;
  stop(): Promise<void>;
}

/** One of a test's own, that can be stopped and started again with all that is in it. */
export interface OwnServer extends Server {
  /** Settles once it is done. */
  obey(order: ServerOrder): Promise<void>;
}

/** The server at `TEST_DATABASE_URL`, or one that is started here and leaves nothing behind. */
export async function startServer(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined };
  return startOwnServer();
}

/** Starts one that leaves nothing behind. */
export async function startOwnServer(): Promise<OwnServer> {
  const program = fork(new URL('postgres-program.ts', import.meta.url), { execArgv: [] });
  const ended = once(program, 'exit');
  const [url] = await Promise.race([
    once(program, 'message'),
    ended.then(() => {
      throw new Error('PostgreSQL did not start: set TEST_DATABASE_URL to one that runs');
    }),
  ]);
  return {
    url: String(url),
    async obey(order) {
      const done = once(program, 'message');
      program.send(order);
      await done;
    },
    async stop() {
      program.disconnect();
      await ended;
    },
  };
}

/** Makes a database that no other test uses, as a copy of another one if that is given; its address. */
export async function freshServerDatabase(server: string, copyOf?: string): Promise<string> {
  const name = `summit_${randomBytes(8).toString('hex')}`;
  const template = copyOf === undefined ? '' : ` template "${new URL(copyOf).pathname.slice(1)}"`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await unlessInUse(() => client.query(`create database "${name}"${template}`));
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** A connection that was closed may be known to the server a moment longer. */
async function unlessInUse(make: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await make();
      return;
    } catch (error) {
      const isInUse = error instanceof DatabaseError && error.code === '55006';
      if (!isInUse || tries === 100) throw error;
      await pause(50);
    }
  }
}
