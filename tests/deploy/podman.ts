import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { started } from '../support/started.ts';

/** What a program said, and how it ended. */
export interface Said {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Podman with a store of its own, in which `node:26-slim` is what a machine without a registry can make of it. */
export interface Podman {
  readonly folder: string;
  run(...words: readonly string[]): Promise<Said>;
  /** Docker Compose, which takes Podman for Docker; in `folder`. */
  compose(...words: readonly string[]): Promise<Said>;
  /** Builds what a folder's Dockerfile says. Throws when it doesn't come about. */
  build(context: string, tag: string): Promise<void>;
  /** Removes the containers, the images and the store. */
  remove(): Promise<void>;
}

const TOOLS = ['podman', 'docker-compose', 'runc', 'busybox', 'ldd'];

/** Why containers can't be tried here; null where they can. */
export function whyNoContainers(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may';
  const missing = TOOLS.filter((tool) => where(tool) === null);
  return missing.length === 0 ? null : `there is no ${missing.join(', ')}`;
}

export async function startPodman(): Promise<Podman> {
  const folder = mkdtempSync(join(tmpdir(), 'summit-podman-'));
  const storage = join(folder, 'storage.conf');
  const containers = join(folder, 'containers.conf');
  writeFileSync(
    storage,
    `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/store"\nrunroot = "${folder}/run"\n`,
  );
  writeFileSync(
    containers,
    '[containers]\ndefault_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]\n' +
      '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n',
  );
  const socket = `unix://${folder}/podman.sock`;
  const env = {
    ...process.env,
    CONTAINERS_STORAGE_CONF: storage,
    CONTAINERS_CONF: containers,
    DOCKER_HOST: socket,
  };
  const run = async (program: string, words: readonly string[], cwd?: string): Promise<Said> => {
    const { promise, resolve } = Promise.withResolvers<Said>();
    execFile(program, words, { env, cwd, timeout: 300_000 }, (error, out, err) =>
      resolve({ out, err, code: error === null ? 0 : Number(error.code ?? 1) }),
    );
    return promise;
  };
  const service = spawn('podman', ['system', 'service', '--time=0', socket], {
    env,
    stdio: 'ignore',
  });
  started(service);
  const podman: Podman = {
    folder,
    run: async (...words) => run('podman', words),
    compose: async (...words) => run('docker-compose', words, folder),
    async build(context, tag) {
      const options = ['--format', 'docker', '--isolation', 'chroot', '--pull-never'];
      const words = ['build', ...options, ...npmAsHere(), '-t', tag, context];
      const { code, out, err } = await run('podman', words);
      if (code !== 0) throw new Error(`${tag} was not built: ${out}${err}`);
    },
    async remove() {
      await run('podman', ['rm', '--all', '--force', '--time', '0']);
      await run('podman', ['rmi', '--all', '--force']);
      service.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await makeBase(podman);
  await vi.waitFor(() => expectThere(`${folder}/podman.sock`), { timeout: 20_000 });
  return podman;
}

function expectThere(file: string): void {
  if (!existsSync(file)) throw new Error(`There is no ${file}`);
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

/** Node and npm of this machine, the libraries they need, a shell, and the user that the image has. */
async function makeBase(podman: Podman): Promise<void> {
  const root = join(podman.folder, 'base');
  const put = (file: string): void => {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    cpSync(realpathSync(file), join(root, file));
  };
  for (const folder of ['bin', 'etc', 'root', 'usr/bin', 'usr/local/bin', 'usr/local/lib', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  cpSync(process.execPath, join(root, 'usr/local/bin/node'));
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [library] of libraries.matchAll(/\/\S+/g)) put(library);
  const npm = dirname(dirname(realpathSync(where('npm') ?? '')));
  cpSync(npm, join(root, 'usr/local/lib/npm'), { recursive: true });
  symlinkSync('../lib/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  cpSync(realpathSync(where('busybox') ?? ''), join(root, 'bin/busybox'));
  for (const name of ['cat', 'chown', 'find', 'mkdir', 'sh'])
    symlinkSync('busybox', join(root, 'bin', name));
  symlinkSync('../../bin/busybox', join(root, 'usr/bin/env'));
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  const trusted = process.env['NODE_EXTRA_CA_CERTS'];
  if (trusted !== undefined) cpSync(trusted, join(root, 'etc/trusted.pem'));
  writeFileSync(
    join(podman.folder, 'Dockerfile'),
    [
      'FROM scratch',
      'COPY base /',
      'ENV PATH=/usr/local/bin:/usr/bin:/bin',
      ...(trusted === undefined ? [] : ['ENV NODE_EXTRA_CA_CERTS=/etc/trusted.pem']),
      'ENTRYPOINT ["docker-entrypoint.sh"]',
      'CMD ["node"]',
    ].join('\n'),
  );
  await podman.build(podman.folder, 'docker.io/library/node:26-slim');
}

function where(program: string): string | null {
  try {
    return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return null;
  }
}
