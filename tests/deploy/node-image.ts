import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Podman, where } from './podman.ts';

/**
 * Makes what the Dockerfile begins with, where it can't be fetched: Node and npm of this machine,
 * the libraries they need, a shell, and the user that the official image has.
 */
export async function makeNodeImage(podman: Podman): Promise<void> {
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
