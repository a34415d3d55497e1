import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import type { Disturbance } from '../../sandbox/disturbance.ts';
import { firstOf } from '../support/thorough.ts';
import { DESK, type DigestScene, digestScene, TEAM } from './digest-scene.ts';

const SOON = { timeout: 20_000, interval: 20 };

/** Slack has two events for it, and Summit takes both alike. */
const TOLD_BY = [
  ['app_uninstalled', {}],
  ['tokens_revoked', { tokens: { oauth: [], bot: ['U0SUMMIT'] } }],
] as const;

/** Real processes wait for real seconds, so the tests wait side by side. */
describe.concurrent('a workspace that removes Summit', { timeout: 120_000 }, () => {
  test.for(firstOf(1, TOLD_BY))(
    'is left alone at once (%s), and told again once it is back',
    async ([type, more], { onTestFinished }) => {
      const scene = await digestScene(onTestFinished);
      await scene.alice.say('digest daily 08:01 UTC quiet:off');
      scene.slack.refuseTokens('token_revoked');
      await scene.slack.tellBot(type, { type, event_ts: '1.1', ...more });
      await vi.waitFor(async () => expect(await stopped(scene)).toEqual([TEAM]), SOON);
      const posts = countCalls(scene, 'chat.postMessage');
      await scene.pass(4);
      expect(posts()).toBe(0);

      scene.slack.refuseTokens(null);
      scene.moveTo('2023-11-27T08:20:00Z');
      await goesOn(scene);
    },
  );

  test('goes on when Summit is started again', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    await uninstalled(scene);
    scene.slack.refuseTokens(null);
    expect(await stopped(scene)).toEqual([TEAM]);
    await scene.crash();
    await scene.start();
    await goesOn(scene);
  });

  test('goes on as soon as the record is not busy any more', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    await uninstalled(scene);
    scene.slack.refuseTokens(null);
    const other = new Database(scene.path);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    scene.moveTo('2023-11-27T08:20:00Z');
    const hasFailed = (): boolean =>
      scene
        .bot()
        .log()
        .some(({ msg }) => msg === 'Failed while going on in workspaces');
    await vi.waitFor(() => expect(hasFailed()).toBe(true), SOON);
    expect(await stopped(scene)).toEqual([TEAM]);
    other.exec('rollback');
    await goesOn(scene);
  });

  test('is not left alone when Slack fails to tell for a moment', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    const asked = disturbCalls(scene, 'auth.test', (call) => (call <= 2 ? 'reset before' : null));
    await scene.slack.tellBot('app_uninstalled', { type: 'app_uninstalled', event_ts: '1.1' });
    await vi.waitFor(() => expect(asked()).toBe(3), SOON);
    await scene.passUntil(4, () => scene.said(DESK)[0]);
    expect(await stopped(scene)).toEqual([]);
  });

  test('is left alone while Slack does not tell, and goes on by itself', async ({
    onTestFinished,
  }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    let isDown = true;
    const asked = disturbCalls(scene, 'auth.test', () => (isDown ? 'error:internal_error' : null));
    await scene.slack.tellBot('app_uninstalled', { type: 'app_uninstalled', event_ts: '1.1' });
    await vi.waitFor(async () => expect(await stopped(scene)).toEqual([TEAM]), SOON);
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(4), SOON);
    isDown = false;
    scene.moveTo('2023-11-27T08:20:00Z');
    await goesOn(scene);
  });

  test('or seems to, for a moment, is gone on with', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    const posts = disturbCalls(scene, 'chat.postMessage', (call) =>
      call === 1 ? 'error:invalid_auth' : null,
    );
    await scene.passUntil(4, () => scene.said(DESK)[0]);
    expect(posts()).toBeGreaterThan(1);
    expect(await stopped(scene)).toEqual([]);
  });

  test('and of which the news comes late, is not left alone', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    await scene.slack.tellBot('app_uninstalled', { type: 'app_uninstalled', event_ts: '1.1' });
    await scene.passUntil(4, () => scene.said(DESK)[0]);
    expect(await stopped(scene)).toEqual([]);
  });

  test('without telling is left alone after the first refusal', async ({ onTestFinished }) => {
    const scene = await digestScene(onTestFinished);
    await scene.alice.say('digest daily 08:01 UTC quiet:off');
    const posts = countCalls(scene, 'chat.postMessage');
    scene.slack.refuseTokens('account_inactive');
    const asked = countCalls(scene, 'conversations.info');
    await scene.passUntil(4, () => asked() > 1);
    const before = asked();
    await scene.pass(4);
    expect(posts()).toBe(0);
    expect(asked()).toBe(before);
    expect(await stopped(scene)).toEqual([TEAM]);
  });
});

async function stopped(scene: DigestScene): Promise<string[]> {
  const rows = await scene.read((db) =>
    db.selectFrom('stopped_workspaces').select('team_id').execute(),
  );
  return rows.map(({ team_id: teamId }) => teamId);
}

/** Slack does not know Summit, and says so. */
async function uninstalled(scene: DigestScene): Promise<void> {
  scene.slack.refuseTokens('token_revoked');
  await scene.slack.tellBot('app_uninstalled', { type: 'app_uninstalled', event_ts: '1.1' });
  await vi.waitFor(async () => expect(await stopped(scene)).toEqual([TEAM]), SOON);
}

/** Nothing is stopped any more, and the next digest comes. */
async function goesOn(scene: DigestScene): Promise<void> {
  await vi.waitFor(async () => expect(await stopped(scene)).toEqual([]), SOON);
  scene.moveTo('2023-11-28T08:00:55Z');
  await scene.passUntil(4, () => scene.said(DESK)[0]);
}

function countCalls(scene: DigestScene, method: string): () => number {
  return disturbCalls(scene, method, () => null);
}

/** What goes wrong with the first call of a method, the second and so on. Gives how many there were. */
function disturbCalls(
  { slack }: DigestScene,
  method: string,
  disturb: (call: number) => Disturbance,
): () => number {
  let calls = 0;
  slack.disturb((called) => {
    if (called !== method) return null;
    calls += 1;
    return disturb(calls);
  });
  return () => calls;
}
