import { get } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { exampleAgenda } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import {
  ALPHA,
  BETA,
  DELTA,
  GAMMA,
  GRAIN,
  manyScene,
  type ManyScene,
  UNION,
} from './many-scene.ts';

const SOON = { timeout: 30_000, interval: 20 };

/** Each has real processes of its own, so they start side by side. */
describe.concurrent('installing Summit', { timeout: 120_000 }, () => {
  test('begins at Summit, is allowed at Slack, and Summit answers there and nowhere else', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    await scene.give(exampleAgenda(), ALPHA.id);
    const page = await scene.browser().install(ALPHA.id);
    expect(page.status).toBe(200);
    expect(page.text).toBe(
      'Summit is installed Summit is installed in Workspace 0ALPHA. Type /summit help in Slack to begin.',
    );
    expect(await ask(scene, ALPHA, 'status fentanyl')).toContain('fentanyl');
    await expectNothingFrom(scene, BETA);
    expect(
      await scene.logged('Slack sent something from where Summit is not installed'),
    ).toBeDefined();
    expect(scene.slack.crossings).toEqual([]);
  });

  test('sends the browser to Slack with all it needs, and leaves nothing where it could be read', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    const begun = await fetch(`${scene.url}/slack/install`, { redirect: 'manual' });
    expect(begun.status).toBe(302);
    expect(begun.headers.get('set-cookie')).toMatch(
      /^__Host-summit-install=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const asked = new URL(begun.headers.get('location') ?? '');
    expect([...asked.searchParams.keys()]).toEqual(['client_id', 'scope', 'redirect_uri', 'state']);
    const page = await scene.browser().open(`${scene.url}/slack/oauth_redirect`);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const posted = await fetch(`${scene.url}/slack/install`, { method: 'POST' });
    expect(posted.status).toBe(405);
    // Nobody brings it down with an address that is none.
    for (const path of ['//', '/%', '/slack/install%ff', '/slack/oauth_redirect?%']) {
      const status = await statusOf(scene.url, path);
      expect([path, [400, 404].includes(status)]).toEqual([path, true]);
    }
    const [state] = await scene.db.selectFrom('install_states').selectAll().execute();
    expect(JSON.stringify(state)).not.toContain(asked.searchParams.get('state'));
  });

  test('says of each failure what to do, and installs nothing', async ({ onTestFinished }) => {
    const scene = await manyScene(onTestFinished);
    const browser = scene.browser();
    const denied = await browser.install('');
    expect(denied.text).toContain(
      'Slack was not allowed to install Summit. Begin again and choose',
    );

    const back = await browser.choose(await browser.begin(), ALPHA.id);
    const other = await scene.browser().open(back);
    expect(other.text).toContain('This was begun in another browser. Begin again in this one.');
    expect((await browser.open(back)).text).toContain('This address was used before');

    const forged = await browser.open(`${scene.url}/slack/oauth_redirect?code=1.2&state=mine`);
    expect(forged.text).toContain('This address was used before, or is not one Summit gave.');

    const late = await browser.choose(await browser.begin(), ALPHA.id);
    scene.moveTo(scene.now().add({ minutes: 11 }));
    expect((await browser.open(late)).text).toContain('This took longer than ten minutes.');

    const wrong = new URL(await browser.choose(await browser.begin(), ALPHA.id));
    wrong.searchParams.set('code', 'not.a.code');
    expect((await browser.open(wrong.href)).text).toContain(
      'Slack did not confirm it (invalid_code). Begin again.',
    );

    const silent = await browser.choose(await browser.begin(), ALPHA.id);
    scene.slack.disturb(() => 'reset before');
    expect((await browser.open(silent)).text).toContain('Slack can’t be reached just now.');
    scene.slack.disturb();
    expect(await scene.db.selectFrom('installations').selectAll().execute()).toEqual([]);
  });

  test('is done once, however often and however quickly the way back is taken', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    const browser = scene.browser();
    const back = await browser.choose(await browser.begin(), ALPHA.id);
    const pages = await Promise.all(Array.from({ length: 10 }, async () => browser.open(back)));
    expect(pages.filter(({ status }) => status === 200).length).toBe(1);
    expect(pages.filter(({ text }) => text.includes('was used before')).length).toBe(9);
  });

  test('may be done again: the newest token is the one Summit speaks with', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    const [before] = await scene.db.selectFrom('installations').select('token').execute();
    await scene.browser().install(ALPHA.id);
    const after = await scene.db.selectFrom('installations').select(['id', 'token']).execute();
    expect(after.map(({ id }) => id)).toEqual([ALPHA.id]);
    expect(after[0]?.token).not.toBe(before?.token);
    await expectShared(scene, ALPHA);
  });

  test('in a whole organisation serves each of its workspaces, apart from one another', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    await scene.give(exampleAgenda(), GAMMA.id);
    await scene.give(GRAIN, DELTA.id);
    const page = await scene.browser().install(UNION);
    expect(page.text).toContain('Summit is installed in Organisation. Add it to workspaces');
    await expectShared(scene, GAMMA, 'W0UMA');
    expect(await ask(scene, DELTA, 'status fentanyl', 'W0UMA')).toContain('No issue answers to');
    expect(await ask(scene, DELTA, 'agenda', 'W0UMA')).not.toContain('Biden');
    // What the same person changed in one workspace can't be taken back, or named, in another.
    await ask(scene, GAMMA, 'update fentanyl stalled because nobody came', 'W0UMA');
    expect(await ask(scene, DELTA, 'undo', 'W0UMA')).not.toContain('fentanyl');
    expect(await ask(scene, GAMMA, 'undo', 'W0UMA')).toContain('fentanyl');
    await expectNothingFrom(scene, ALPHA);
    expect(scene.slack.crossings).toEqual([]);
    const known = await scene.db.selectFrom('org_workspaces').selectAll().execute();
    expect(known.map(({ team_id: id }) => id).toSorted()).toEqual([DELTA.id, GAMMA.id]);
  });

  test('in a workspace by itself comes before its organisation', async ({ onTestFinished }) => {
    const scene = await manyScene(onTestFinished);
    await scene.give(exampleAgenda(), GAMMA.id);
    await scene.browser().install(UNION);
    await scene.browser().install(GAMMA.id);
    scene.slack.tokens.end(UNION, 'account_inactive');
    await expectShared(scene, GAMMA, 'W0GIL');
  });

  test('works in Socket Mode too', async ({ onTestFinished }) => {
    const scene = await manyScene(onTestFinished, {
      mode: 'socket',
      env: { SLACK_APP_TOKEN: 'xapp-sandbox', SLACK_SIGNING_SECRET: '' },
    });
    await scene.give(exampleAgenda(), ALPHA.id);
    expect((await scene.browser().install(ALPHA.id)).status).toBe(200);
    expect(await ask(scene, ALPHA, 'status fentanyl')).toContain('fentanyl');
  });
});

/** What the first person of a workspace, or somebody else, reads when they type this. */
async function ask(
  { slack }: ManyScene,
  team: typeof ALPHA,
  words: string,
  userId = team.people[0]?.id ?? '',
): Promise<string> {
  const channelId = team.channels[0]?.id ?? '';
  const person = atSlack(slack.in(team.id), userId, channelId);
  return (await person.say(words)).map(({ text }) => text).join('\n');
}

/** Of a request for exactly this, which `fetch` would put right first. */
async function statusOf(url: string, path: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const { hostname, port } = new URL(url);
  get({ hostname, port, path }, (response) => resolve(response.resume().statusCode ?? 0)).once(
    'error',
    reject,
  );
  return promise;
}

async function expectNothingFrom(scene: ManyScene, team: typeof ALPHA): Promise<void> {
  expect(await ask(scene, team, 'status fentanyl')).toBe('');
}

/** Posts a card, which only the right token can, and waits for it. */
async function expectShared(scene: ManyScene, team: typeof ALPHA, userId?: string): Promise<void> {
  await vi.waitFor(async () => {
    // On a busy machine Slack does not always tell in time who asks, and Summit says so.
    await ask(scene, team, 'share fentanyl', userId);
    await vi.waitFor(() => expect(scene.saidIn(team)).not.toEqual([]), { timeout: 3_000 });
  }, SOON);
}
