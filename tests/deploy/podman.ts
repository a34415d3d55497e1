import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { started } from '../support/started.ts';

/** What a program said, and how it ended. */
export interface Said {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Podman with a store of its own. */
export interface Podman {
  readonly folder: string;
  run(...words: readonly string[]): Promise<Said>;
  /** Builds what a folder's Dockerfile says. Throws when it doesn't come about. */
  build(context: string, tag: string): Promise<void>;
  /** Types a line in `folder`, in which `docker compose` takes Podman for Docker. */
  type(line: string): Promise<Said>;
  /** Removes the containers, the images and the store. */
  remove(): Promise<void>;
}

/** Why containers can't be tried here; null where they can. */
export function whyNoContainers(...tools: readonly string[]): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may';
  const missing = ['podman', 'runc', ...tools].filter((tool) => where(tool) === null);
  return missing.length === 0 ? null : `there is no ${missing.join(', ')}`;
}

/** The program's file; null where it isn't installed. */
export function where(program: string): string | null {
  try {
    const words = ['-c', 'command -v "$1"', 'sh', program];
    return execFileSync('sh', words, { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

export function createPodman(): Podman {
  const folder = mkdtempSync(join(tmpdir(), 'summit-podman-'));
  const storage = join(folder, 'storage.conf');
  const containers = join(folder, 'containers.conf');
  const socket = join(folder, 'podman.sock');
  writeFileSync(
    storage,
    `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/store"\nrunroot = "${folder}/run"\n`,
  );
  writeFileSync(
    containers,
    '[containers]\ndefault_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]\n' +
      '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n',
  );
  const env = {
    ...process.env,
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_CONF: containers,
    DOCKER_HOST: `unix://${socket}`,
  };
  const run = async (program: string, words: readonly string[], cwd?: string): Promise<Said> => {
    const { promise, resolve } = Promise.withResolvers<Said>();
    execFile(program, words, { env, cwd, timeout: 300_000 }, (error, out, err) =>
      resolve({ out, err, code: error === null ? 0 : Number(error.code ?? 1) }),
    );
    return promise;
  };
  const serve = async (): Promise<void> => {
    if (existsSync(socket)) return;
    const words = ['system', 'service', '--time=0', `unix://${socket}`];
    started(spawn('podman', words, { env, stdio: 'ignore' }));
    await vi.waitUntil(() => existsSync(socket), { timeout: 20_000 });
  };
  return {
    folder,
    run: async (...words) => run('podman', words),
    async build(context, tag) {
      const options = ['--format', 'docker', '--isolation', 'chroot', '--pull-never'];
      const words = ['build', ...options, ...npmAsHere(), '-t', tag, context];
      const { code, out, err } = await run('podman', words);
      if (code !== 0) throw new Error(`${tag} was not built: ${out}${err}`);
    },
    async type(line) {
      await serve();
      const words = line.replace(/^docker compose /, 'docker-compose --project-name desk ');
      return run('sh', ['-c', words], folder);
    },
    async remove() {
      await run('podman', ['rm', '--all', '--force', '--time', '0']);
      await run('podman', ['rmi', '--all', '--force']);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The registry and the cache that npm uses outside. */
function npmAsHere(): string[] {
  const setting = (name: string): string =>
    execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
  const settings = setting('userconfig');
  const volumes = [
    `${setting('cache')}:/root/.npm:rw`,
    ...(existsSync(settings) ? [`${settings}:/root/.npmrc:ro`] : []),
  ];
  return volumes.map((volume) => `--volume=${volume}`);
}
