import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { codeOf } from '../support/code-of.ts';
import { freePort } from '../support/free-port.ts';
import { createPodman, type Podman, where, whyNoContainers } from './podman.ts';

const UNIT = 'deploy/summit.service';
const SYSTEMD = '/lib/systemd/systemd';
const SOON = { timeout: 30_000, interval: 100 };

const run = promisify(execFile);

describe('the systemd unit', () => {
  test('has nothing that systemd does not know, and leaves little to attack', async ({ skip }) => {
    skip(where('systemd-analyze') === null, 'there is no systemd-analyze');
    const verified = await run('systemd-analyze', ['verify', UNIT]);
    expect(verified.stdout + verified.stderr).toBe('');
    const { stdout } = await run('systemd-analyze', ['security', '--offline=true', UNIT]);
    // From 0, nothing, to 10, everything.
    const [, exposure] = /Overall exposure level for summit\.service: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(exposure)).toBeLessThan(1.5);
  });
});

describe('under systemd', () => {
  const reason = whyNoContainers(SYSTEMD);
  let podman: Podman;
  let slack: SlackStandIn;
  let health: string;
  let filledIn: string;

  beforeAll(async () => {
    if (reason !== null) return;
    podman = createPodman();
    slack = await startSlack({ mode: 'socket' });
    const port = await freePort();
    health = `http://127.0.0.1:${port}/health`;
    filledIn = [
      `SLACK_BOT_TOKEN=${slack.botToken}`,
      `SLACK_APP_TOKEN=${slack.appToken}`,
      `SLACK_API_URL=${slack.apiUrl}`,
      `PORT=${port}`,
    ].join('\n');
    makeRoot(join(podman.folder, 'root'));
  });

  afterAll(async () => {
    await podman?.remove();
    await slack?.stop();
  });

  test('Summit is installed as the operations page says, answers as a user who may nothing, is started anew, and stops', async ({
    skip,
  }) => {
    skip(reason !== null, reason ?? '');
    const volumes = ['/usr:/usr:ro', `${process.cwd()}:/opt/summit:ro`];
    const words = ['run', '--rm', '--name', 'machine', '--privileged', '--systemd=always'];
    const options = ['--network', 'host', ...volumes.flatMap((volume) => ['-v', volume])];
    void podman.run(...words, ...options, '--rootfs', join(podman.folder, 'root'), SYSTEMD);

    await vi.waitFor(async () => expect((await inside('systemctl --version')).code).toBe(0), SOON);
    for (const line of linesOfPage()) {
      if (line.startsWith('systemctl enable ')) {
        await inside(`echo '${filledIn}' >> /etc/summit/summit.env`);
      }
      if (line.startsWith('setpriv ')) await vi.waitFor(expectAnswer, SOON);
      const { code, err } = await inside(line);
      expect({ code, err: code === 0 ? '' : err }, line).toEqual({ code: 0, err: '' });
    }
    const { out: mode } = await inside('stat -c "%U %a" /etc/summit/summit.env');
    expect(mode.trim()).toBe('root 600');

    const first = await property('MainPID');
    const { out: status } = await inside(`cat /proc/${first}/status`);
    const uid = (await inside('id -u summit')).out.trim();
    expect(Number(uid)).toBeGreaterThan(0);
    expect(status).toMatch(new RegExp(`^Uid:\\s+${uid}\\s+${uid}\\s+${uid}\\s+${uid}$`, 'm'));
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    // What nobody asked for still yields to whoever asks.
    await vi.waitFor(async () => {
      const { out } = await inside('cut -d" " -f19 /proc/[0-9]*/task/*/stat');
      expect(out.split('\n')).toContain('5');
    }, SOON);
    await vi.waitFor(async () => {
      const { out } = await inside(
        'stat -c "%U %a %n" /var/lib/summit/* /var/lib/summit/backups/*',
      );
      expect(out).toMatch(/^summit 600 \/var\/lib\/summit\/summit\.db$/m);
      expect(out).toMatch(/^summit 600 \/var\/lib\/summit\/backups\/summit-[\dTZ-]+\.db$/m);
    }, SOON);

    await inside('systemctl kill --signal=KILL summit');
    await vi.waitFor(async () => expect(await property('NRestarts')).toBe('1'), SOON);
    await vi.waitFor(expectAnswer, SOON);
    await inside('systemctl stop summit');
    expect(await property('Result')).toBe('success');
    expect(await property('ActiveState')).toBe('inactive');
  });

  const inside = async (line: string) => podman.run('exec', 'machine', 'sh', '-c', line);
  async function property(name: string): Promise<string> {
    return (await inside(`systemctl show --property=${name} --value summit`)).out.trim();
  }
  async function expectAnswer(): Promise<void> {
    expect((await fetch(health)).status).toBe(200);
    await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: '/summit help' });
    expect(slack.workspace.messages.at(-1)?.text).toContain('/summit status');
  }
});

/** What the page has typed as root, but for fetching the packages: they are here. */
function linesOfPage(): string[] {
  const [, section] =
    /^## Under systemd\n([^]*?)^## /m.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  return codeOf('sh', section).filter((line) => !line.startsWith('npm ci '));
}

/** A machine with the programs of this one, and Summit's files in /opt/summit. */
function makeRoot(root: string): void {
  const folders = ['dev', 'etc/systemd/system', 'opt/summit', 'proc', 'run', 'sys', 'tmp', 'usr'];
  for (const folder of [...folders, 'var/lib']) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['bin', 'lib', 'lib64', 'sbin'])
    symlinkSync(`usr/${folder}`, join(root, folder));
  writeFileSync(join(root, 'etc/machine-id'), '');
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
}
