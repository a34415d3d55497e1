import { describe, expect, test, vi } from 'vitest';
import type { Disturbance } from '../../sandbox/disturbance.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { firstOf } from '../support/thorough.ts';
import { ALL_SCOPES, DESK, type DigestScene, digestScene } from './digest-scene.ts';

const SOON = { timeout: 30_000, interval: 20 };

/** Real processes wait for real seconds, so the tests wait side by side. */
describe.concurrent('a digest', { timeout: 180_000 }, () => {
  test('comes once, when it is due, with its thread, and that of one person to their direct message', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    const [set] = await scene.alice.say('digest daily 08:01 UTC');
    expect(set?.text).toContain('08:01');
    await scene.bob.say('digest me daily 08:01 UTC');
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    expect(scene.said(DESK)).toEqual([]);

    const parent = await scene.passUntil(5, () => scene.said(DESK)[0]);
    expect(Number(parent.ts)).toBeGreaterThanOrEqual(at('2023-11-27T08:01:00Z'));
    expect(parent.text).toContain('Being carried out → No movement');
    expect(parent.text).toContain('alice set this digest up');
    expect(parent.text).not.toContain('<@');
    await scene.passUntil(5, () => textOf(scene.thread(parent)).includes('Nothing came of it.'));
    const own = await scene.passUntil(5, () => scene.said('D0BOB')[0]);
    expect(own.text).toContain('No movement');
    await scene.pass(5);
    expect(scene.said(DESK).length).toBe(1);
    expect(scene.said('D0BOB').length).toBe(1);
    expect((await scene.alice.say('digest'))[0]?.text).toContain('08:01: posted');
  });

  test('goes plainly where charts are not taken', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished, { charts: false });
    await scene.alice.say('digest daily 08:01 UTC');
    let refused = 0;
    scene.slack.disturb((method, { blocks }) => {
      if (method === 'chat.postMessage' && String(blocks).includes('data_visualization')) {
        refused += 1;
      }
      return null;
    });
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    const parent = await scene.passUntil(5, () => scene.said(DESK)[0]);
    await scene.passUntil(5, () => everySettled(scene));
    expect(refused).toBe(1);
    expect(JSON.stringify(scene.thread(parent))).not.toContain('data_visualization');
    expect(scene.thread(parent).length).toBeGreaterThanOrEqual(2);
    await scene.pass(5);
    expect(refused).toBe(1);
  });

  test('that was due while Summit was away comes late, once, and says so', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC');
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    await scene.crash();
    scene.moveTo('2023-11-27T10:30:00Z');
    await scene.start();
    const parent = await scene.passUntil(5, () => scene.said(DESK)[0]);
    expect(parent.text).toMatch(/late|was not running/);
    await scene.pass(5);
    expect(scene.said(DESK).length).toBe(1);
  });

  test('that has to wait makes no answer wait, and no other digest', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await invite(scene, 'C0PRESS');
    await scene.alice.say('digest daily 08:01 UTC');
    await scene.alice.say('digest daily 08:01 UTC', 'C0PRESS');
    await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
    const tried: number[] = [];
    scene.slack.disturb((method, { channel }) => {
      if (method !== 'chat.postMessage' || channel !== DESK) return null;
      tried.push(scene.now().epochMilliseconds);
      return tried.length === 1 ? '429:600' : null;
    });
    await scene.passUntil(5, () => tried.length > 0);
    await scene.passUntil(5, () => scene.said('C0PRESS')[0]);
    for (let asked = 0; asked < 20; asked += 1) {
      const [answer] = await scene.alice.say('status fentanyl');
      expect(answer?.text).toContain('No movement');
    }
    expect(scene.said(DESK)).toEqual([]);
    expect(tried.length).toBe(1);
    await scene.passUntil(15, () => scene.said(DESK)[0]);
    const [first = 0, second = 0] = tried;
    expect(second - first).toBeGreaterThanOrEqual(600_000);
  });
});

/** What Slack may do to a post, and how many messages stand there before Summit looks. */
const BAD_MODES: readonly (readonly [string, Disturbance, number])[] = [
  ['takes it and cuts the connection', 'reset after', 1],
  ['answers 500', '500 before', 0],
  ['takes it and answers 500', '500 after', 1],
  ['takes it and never answers', 'hang after', 1],
  ['cuts the connection', 'reset before', 0],
  ['never answers', 'hang before', 0],
  ['fails midway', 'error:internal_error', 0],
];

describe.concurrent('a digest that Slack', { timeout: 180_000 }, () => {
  test.for(firstOf(2, BAD_MODES))(
    '%s comes once, within three minutes',
    async ([, disturbance, standing], { onTestFinished }) => {
      const scene = await digestScene(onTestFinished);
      await dueNow(scene);
      disturbFirst(scene, 'chat.postMessage', disturbance);
      await inDoubt(scene);
      expect(scene.said(DESK).length).toBe(standing);
      await resolved(scene);
    },
  );

  test('takes thirty seconds late comes once', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await dueNow(scene);
    const { promise: once, resolve: accept } = Promise.withResolvers<void>();
    disturbFirst(scene, 'chat.postMessage', { kind: 'late', once });
    const attempt = await inDoubt(scene);
    await scene.passUntil(1, () => scene.now().epochMilliseconds >= attempt + 30_000);
    expect(scene.said(DESK)).toEqual([]);
    accept();
    await resolved(scene);
  });

  test('takes so late that it comes twice heals itself, and says so once', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await dueNow(scene);
    const { promise: once, resolve: accept } = Promise.withResolvers<void>();
    disturbFirst(scene, 'chat.postMessage', { kind: 'late', once });
    await inDoubt(scene);
    await scene.passUntil(3, () => scene.said(DESK)[0]);
    accept();
    await vi.waitFor(() => expect(scene.said(DESK).length).toBe(2), SOON);
    await scene.passUntil(5, () => scene.said(DESK).length === 1);
    const notice = await scene.passUntil(3, () => scene.said('D0ALICE')[0]);
    expect(notice.text).toMatch(/twice/);
    await scene.pass(5);
    expect([scene.said(DESK).length, scene.said('D0ALICE').length]).toEqual([1, 1]);
  });

  test.for(
    firstOf(1, [
      ['takes', 'reset after', 1],
      ['does not take', 'reset before', 0],
    ] as const),
  )(
    '%s unseen stays uncertain where Summit may not look',
    async ([, how, standing], { onTestFinished }) => {
      const scopes = ALL_SCOPES.filter((scope) => !/^(channels|groups):history$/.test(scope));
      const scene = await digestScene(onTestFinished, { scopes });
      await dueNow(scene);
      disturbFirst(scene, 'chat.postMessage', how);
      await inDoubt(scene);
      await scene.pass(5);
      expect(scene.said(DESK).length).toBe(standing);
      expect((await scene.alice.say('digest'))[0]?.text).toContain('08:01: uncertain');
    },
  );

  test('takes part by part, each with a different fault, has each part once', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await dueNow(scene);
    const faults: Disturbance[] = ['reset after', 'reset before', '500 after', '500 before'];
    scene.slack.disturb((method) =>
      method === 'chat.postMessage' ? (faults.shift() ?? null) : null,
    );
    await scene.passUntil(20, () => everySettled(scene));
    expect(faults).toEqual([]);
    await scene.pass(5);
    const [parent] = scene.said(DESK);
    expect(scene.said(DESK).length).toBe(1);
    if (parent === undefined) throw new Error('No parent');
    const parts = scene.thread(parent);
    expect(parts.length).toBeGreaterThanOrEqual(2);
    expect(new Set(parts.map(keyOf)).size).toBe(parts.length);
  });
});

/** A digest with something to tell, a moment before it is due. */
async function dueNow(scene: DigestScene): Promise<void> {
  await scene.alice.say('digest daily 08:01 UTC');
  await scene.change('fentanyl', '2023-11-27', 'stalled', 'Nothing came of it.');
  scene.moveTo('2023-11-27T08:00:58Z');
}

function disturbFirst(scene: DigestScene, method: string, disturbance: Disturbance): void {
  let calls = 0;
  scene.slack.disturb((called) => {
    if (called !== method) return null;
    calls += 1;
    return calls === 1 ? disturbance : null;
  });
}

/** Waits, at the pace of the real clock, until nobody can tell whether the digest is there. Gives when it was tried. */
async function inDoubt(scene: DigestScene): Promise<number> {
  return vi.waitFor(async () => {
    const post = await scene.read((db) =>
      db.selectFrom('posts').select(['state', 'attempt_at']).executeTakeFirst(),
    );
    expect(post?.state).toBe('unclear');
    return Temporal.Instant.from(post?.attempt_at ?? '').epochMilliseconds;
  }, SOON);
}

/** There is one message, known to be there within three minutes, and there stays one. */
async function resolved(scene: DigestScene): Promise<void> {
  await scene.passUntil(3, () => everySettled(scene));
  await scene.pass(5);
  expect(scene.said(DESK).length).toBe(1);
  expect((await scene.alice.say('digest'))[0]?.text).toContain('08:01: posted');
}

async function everySettled(scene: DigestScene): Promise<boolean> {
  const posts = await scene.read((db) => db.selectFrom('posts').select('state').execute());
  return posts.length > 0 && posts.every(({ state }) => state === 'sent');
}

function keyOf(message: SandboxMessage): unknown {
  return JSON.stringify((message as { readonly metadata?: unknown }).metadata);
}

function textOf(messages: readonly SandboxMessage[]): string {
  return messages.map(({ text }) => text).join('\n');
}

async function invite({ slack }: DigestScene, channelId: string): Promise<void> {
  const line = { userId: 'U0ALICE', channelId, text: '/invite @Summit' };
  expect(await slack.act('say', line)).toEqual({ ok: true });
}

function at(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds / 1000;
}
