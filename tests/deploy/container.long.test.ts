import { appendFileSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { codeOf } from '../support/code-of.ts';
import { freshServerDatabase, startServer } from '../support/postgres.ts';
import { freePort } from '../support/free-port.ts';
import { makeNodeImage } from './node-image.ts';
import { createPodman, type Podman, whyNoContainers } from './podman.ts';

const reason = whyNoContainers('docker-compose', 'busybox', 'ldd');
const SOON = { timeout: 30_000, interval: 100 };

describe('the image of the Dockerfile', () => {
  let podman: Podman;
  let slack: SlackStandIn;
  let port: number;

  beforeAll(async () => {
    if (reason !== null) return;
    podman = createPodman();
    await makeNodeImage(podman);
    slack = await startSlack({ mode: 'socket' });
    port = await freePort();
    await podman.build('.', IMAGE);
    // Slack is on this machine, and others may have the port.
    const compose = readFileSync('compose.yaml', 'utf8')
      .replace(/^ {4}ports:\n( {6}.*\n)+/m, '    network_mode: host\n')
      .replace(`PORT: '3000'`, `PORT: '${port}'`);
    writeFileSync(join(podman.folder, 'compose.yaml'), compose);
    writeFileSync(
      join(podman.folder, '.env'),
      [
        `SLACK_BOT_TOKEN=${slack.botToken}`,
        `SLACK_APP_TOKEN=${slack.appToken}`,
        `SLACK_API_URL=${slack.apiUrl}`,
        'DATABASE_URL=sqlite:somewhere/on/the/machine.db',
      ].join('\n'),
    );
  }, 300_000);

  afterAll(async () => {
    await podman?.remove();
    await slack?.stop();
  });

  test('holds what runs, and nothing else of the repository', async ({ skip }) => {
    skip(reason !== null, reason ?? '');
    const find = ['--entrypoint', 'find', IMAGE, '/app', '-maxdepth', '2', '-not', '-path', '*/@*'];
    const { out } = await podman.run('run', '--rm', '--network', 'none', ...find);
    const files = out.split('\n');
    expect(files).toContain('/app/src/main.ts');
    expect(files).toContain('/app/node_modules/better-sqlite3');
    const top = files.filter((file) => /^\/app\/[^/]+$/.test(file)).toSorted();
    const rooms = ['commands', 'db', 'examples', 'node_modules', 'src'];
    const expected = [...rooms, 'LICENSE', 'package.json'].map((name) => `/app/${name}`);
    expect(top).toEqual(expected.toSorted());
    expect(files.filter((file) => /vitest|typescript|node-linux|\.env|\.md$/.test(file))).toEqual(
      [],
    );
  });

  test('is started as the operations page says, answers, can be backed up and restored, and stops in time', async ({
    skip,
  }) => {
    skip(reason !== null, reason ?? '');
    const lines = codeOf('sh', readFileSync('docs/operations.md', 'utf8'))
      .filter((line) => line.startsWith('docker compose '))
      .filter((line) => line !== 'docker compose build');
    const stop = lines.indexOf('docker compose stop');
    for (const line of lines.slice(0, stop)) {
      expect(await podman.type(line), line).toMatchObject({ code: 0 });
      if (line.includes(' up ')) await ready();
    }
    await expectAnswer();
    expect(statSync(join(podman.folder, 'before-the-meeting.db')).size).toBeGreaterThan(100_000);
    expect((await inside('find', '/data')).out).toMatch(/backups\/summit-[\dTZ-]+\.db/);
    expect((await podman.run('healthcheck', 'run', NAME)).code).toBe(0);

    const began = performance.now();
    expect((await podman.type('docker compose stop')).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    const { out: exit } = await podman.run('inspect', '-f', '{{.State.ExitCode}}', NAME);
    expect(exit.trim()).toBe('0');

    for (const line of lines.slice(stop + 1))
      expect(await podman.type(line), line).toMatchObject({ code: 0 });
    // What is in the volume outlasts the container.
    await podman.type('docker compose down');
    await podman.type('docker compose up --detach');
    await ready();
    await expectAnswer();
  });

  test('may write to nothing but /data, and do nothing that takes a capability', async ({
    skip,
  }) => {
    skip(reason !== null, reason ?? '');
    await podman.type('docker compose up --detach');
    await ready();
    const { out: status } = await inside('cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\s+1000\s+1000\s+1000\s+1000$/m);
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    for (const place of ['/app/src/x', '/app/x', '/x', '/usr/local/bin/x']) {
      const { err, code } = await inside('sh', '-c', `echo > ${place}`);
      expect({ place, code }).not.toEqual({ place, code: 0 });
      expect(err).toContain('Read-only file system');
    }
  });

  test('is not healthy while it has no connection', async ({ skip }) => {
    skip(reason !== null, reason ?? '');
    slack.socketMode.greets = false;
    await podman.type('docker compose restart');
    await vi.waitFor(async () => expect(await health()).toBe(503), SOON);
    expect((await podman.run('healthcheck', 'run', NAME)).code).not.toBe(0);
    slack.socketMode.greets = true;
  });

  test('has a database server beside it where Compose reads both files', async ({ skip }) => {
    skip(reason !== null, reason ?? '');
    copyFileSync('compose.postgres.yaml', join(podman.folder, 'compose.postgres.yaml'));
    const both = 'docker compose -f compose.yaml -f compose.postgres.yaml config';
    expect((await podman.type(both)).err).toContain('set it in .env');
    appendFileSync(join(podman.folder, '.env'), '\nPOSTGRES_PASSWORD=secret\n');
    const { out, code } = await podman.type(both);
    expect(code).toBe(0);
    expect(out).toContain('DATABASE_URL: postgres://summit:secret@postgres:5432/summit');
    expect(out).toContain('image: postgres:18');
    expect(out).toContain('read_only: true');
  });

  test('keeps its record in a PostgreSQL that it is told of', async ({ skip, onTestFinished }) => {
    skip(reason !== null, reason ?? '');
    const server = await startServer();
    onTestFinished(async () => server.stop());
    const url = await freshServerDatabase(server.url);
    const told = `services:\n  summit:\n    environment:\n      DATABASE_URL: ${url}\n`;
    writeFileSync(join(podman.folder, 'told.yaml'), told);
    const both = 'docker compose -f compose.yaml -f told.yaml';
    await podman.type(`${both} up --detach`);
    await ready();
    const words = 'exec -T summit node src/terminal.ts import examples/biden-xi-2023.json';
    expect(await podman.type(`${both} ${words}`)).toMatchObject({ code: 0 });
    await expectAnswer();
    expect((await podman.type(`${both} stop`)).code).toBe(0);
  });

  async function ready(): Promise<void> {
    await vi.waitFor(async () => expect(await health()).toBe(200), SOON);
  }
  async function health(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    await answer.body?.cancel();
    return answer.status;
  }
  async function expectAnswer(): Promise<void> {
    const line = { userId: 'U0ALICE', channelId: 'C0DESK', text: '/summit status fentanyl' };
    await slack.act('say', line);
    expect(slack.workspace.messages.at(-1)?.text).toContain('fentanyl precursor');
  }
  const inside = async (...words: readonly string[]) => podman.run('exec', NAME, ...words);
});

const NAME = 'desk_summit_1';
const IMAGE = 'docker.io/library/summit';
