import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxEvent, SandboxMessage } from '../../sandbox/protocol.ts';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  }
});

interface Sandbox {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function start(env: Readonly<Record<string, string>>): Sandbox {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env } });
  started.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

async function addressOf({ said }: Sandbox): Promise<string> {
  await expect.poll(said, { timeout: 20_000 }).toContain('http://localhost:');
  return /http:\/\/localhost:\d+/.exec(said())?.[0] ?? '';
}

async function ask(address: string, action: string, body: object): Promise<unknown> {
  const response = await fetch(`${address}/sandbox/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** What a page that has just been opened is told. */
async function messagesAt(address: string): Promise<readonly SandboxMessage[]> {
  const page = new WebSocket(`${address.replace('http', 'ws')}/sandbox/live`);
  const [frame] = (await once(page, 'message')) as [Buffer];
  page.close();
  const event = JSON.parse(frame.toString('utf8')) as SandboxEvent;
  return event.kind === 'world' ? event.world.messages : [];
}

const status = { userId: 'U0BOB', channelId: 'C0DESK', text: '/summit status fentanyl' };

describe('npm run sandbox', () => {
  test.each([
    ['signed HTTP', {}],
    ['Socket Mode', { SANDBOX_SOCKET_MODE: '1' }],
  ])(
    'opens on the eve of the summit over %s, and the next day a status has moved',
    async (_, env) => {
      const folder = mkdtempSync(join(tmpdir(), 'summit-test-'));
      const sandbox = start({ SANDBOX_PORT: '0', TMPDIR: folder, ...env });
      const address = await addressOf(sandbox);

      await ask(address, 'say', status);
      expect(await ask(address, 'next-day', { until: 'tomorrow' })).toMatchObject({ ok: true });
      await ask(address, 'say', status);

      const [eve, day] = await messagesAt(address);
      expect(eve?.text).toContain('Agreed in principle since 14 Nov 2023');
      expect(day?.text).toContain('Agreed since 15 Nov 2023');
      expect(day).toMatchObject({ ephemeralTo: 'U0BOB', inReplyTo: '/summit status fentanyl' });

      sandbox.child.kill('SIGTERM');
      expect(await once(sandbox.child, 'exit')).toEqual([0, null]);
      expect(readdirSync(folder)).toEqual([]);
      rmdirSync(folder);
    },
  );

  test('says in one sentence that its port is taken', async () => {
    const address = await addressOf(start({ SANDBOX_PORT: '0' }));
    const second = start({ SANDBOX_PORT: new URL(address).port });
    expect(await once(second.child, 'exit')).toEqual([1, null]);
    expect(second.said()).toMatch(/^Port \d+ is taken: .+\n$/);
  });
});
