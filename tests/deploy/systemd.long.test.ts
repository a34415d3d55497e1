import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { freePort } from './free-port.ts';
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

  beforeAll(async () => {
    if (reason !== null) return;
    podman = createPodman();
    slack = await startSlack({ mode: 'socket' });
    const port = await freePort();
    health = `http://127.0.0.1:${port}/health`;
    const root = join(podman.folder, 'root');
    makeRoot(root, [
      `SLACK_BOT_TOKEN=${slack.botToken}`,
      `SLACK_APP_TOKEN=${slack.appToken}`,
      `SLACK_API_URL=${slack.apiUrl}`,
      `PORT=${port}`,
    ]);
  });

  afterAll(async () => {
    await podman?.remove();
    await slack?.stop();
  });

  test('Summit answers as a user who may nothing, is started anew, and stops', async ({ skip }) => {
    skip(reason !== null, reason ?? '');
    const volumes = ['/usr:/usr:ro', `${process.cwd()}:/opt/summit:ro`];
    const words = ['run', '--rm', '--name', 'machine', '--privileged', '--systemd=always'];
    const options = ['--network', 'host', ...volumes.flatMap((volume) => ['-v', volume])];
    void podman.run(...words, ...options, '--rootfs', join(podman.folder, 'root'), SYSTEMD);

    await vi.waitFor(expectAnswer, SOON);
    const first = await property('MainPID');
    const { out: status } = await inside(`cat /proc/${first}/status`);
    expect(status).toMatch(/^Uid:\s+997\s+997\s+997\s+997$/m);
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

/** A machine with the programs of this one, on which Summit is installed as the operations page says. */
function makeRoot(root: string, env: readonly string[]): void {
  const wanted = join(root, 'etc/systemd/system/multi-user.target.wants');
  const folders = [
    'dev',
    'etc/summit',
    'opt/summit',
    'proc',
    'run',
    'sys',
    'tmp',
    'usr',
    'var/lib',
  ];
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['bin', 'lib', 'lib64', 'sbin'])
    symlinkSync(`usr/${folder}`, join(root, folder));
  mkdirSync(wanted, { recursive: true });
  cpSync(UNIT, join(root, 'etc/systemd/system/summit.service'));
  symlinkSync('../summit.service', join(wanted, 'summit.service'));
  writeFileSync(join(root, 'etc/machine-id'), '');
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\nsummit:x:997:997::/var/lib/summit:/usr/sbin/nologin\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nsummit:x:997:\n');
  writeFileSync(join(root, 'etc/summit/summit.env'), `${env.join('\n')}\n`, { mode: 0o600 });
}
