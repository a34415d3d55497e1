import { describe, expect, test, vi } from 'vitest';
import { raceForRefresh } from './refresh-race.ts';
import { startStoryBot } from './story-bot.ts';
import { atSlack } from './at-slack.ts';
import { exampleAgenda } from '../support/db.ts';
import { ALPHA, BETA, keyCalled, manyScene, type ManyScene } from './many-scene.ts';

const SOON = { timeout: 30_000, interval: 20 };
const CHANNEL = 'C0ALPHA';

describe.concurrent('tokens that expire', { timeout: 120_000 }, () => {
  test('are refreshed ahead, once, by whichever process comes first, and posts go on', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    const other = startStoryBot(scene.slack, scene.path, scene.now(), {
      ...settingsOf(scene),
      PORT: '0',
    });
    onTestFinished(async () => {
      other.kill();
      await other.exited;
    });
    expect(await other.address).not.toBeNull();
    const { refreshes } = scene.slack.oauth;

    for (let round = 1; round <= 3; round += 1) {
      const before = await sealedToken(scene);
      const then = scene.now().add({ minutes: 10 * 60 + 1 });
      scene.moveTo(then);
      other.setClock(then);
      await vi.waitFor(async () => expect(await sealedToken(scene)).not.toBe(before), SOON);
      expect(refreshes).toEqual({ done: round, refused: 0 });
      await share(scene);
    }
    expect(scene.slack.crossings).toEqual([]);
  });

  test('that expired while Summit was down are refreshed before anything is said', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    await ask(scene, 'digest daily 08:01 UTC quiet:off');
    await scene.crash();
    scene.moveTo(scene.now().add({ hours: 24, minutes: 2 }));
    await scene.start();
    await vi.waitFor(() => expect(scene.saidIn(ALPHA).length).toBe(1), SOON);
    expect(scene.slack.oauth.refreshes).toEqual({ done: 1, refused: 0 });
  });

  test('that expired while the machine slept are refreshed for whoever asks first', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    for (let morning = 1; morning <= 3; morning += 1) {
      scene.moveTo(scene.now().add({ hours: 13 }));
      const slack = scene.slack.in(ALPHA.id);
      const before = slack.workspace.homes['U0ANN'];
      await slack.act('open-home', { userId: 'U0ANN' });
      await vi.waitFor(() => expect(slack.workspace.homes['U0ANN']).not.toBe(before), SOON);
      expect(scene.slack.oauth.refreshes).toEqual({ done: morning, refused: 0 });
    }
  });

  test('are tried again when Slack is not there, and again when Summit dies on the way', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.browser().install(ALPHA.id);
    const before = await sealedToken(scene);
    let asked = 0;
    scene.slack.disturb((method) => {
      if (method !== 'oauth.v2.access') return null;
      asked += 1;
      return asked === 1 ? 'hang before' : 'reset before';
    });
    scene.moveTo(scene.now().add({ hours: 10, minutes: 1 }));
    await vi.waitFor(() => expect(asked).toBe(1), SOON);
    await scene.crash();
    await scene.start();
    // The lease of the one that died is over then.
    scene.moveTo(scene.now().add({ minutes: 1 }));
    await scene.logged('A token could not be refreshed, trying again');
    expect(await sealedToken(scene)).toBe(before);
    scene.slack.disturb();
    scene.moveTo(scene.now().add({ minutes: 2 }));
    await vi.waitFor(async () => expect(await sealedToken(scene)).not.toBe(before), SOON);
  });

  test('are kept when it is Summit’s own secret that Slack refuses, and refreshed once it is right', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.browser().install(ALPHA.id);
    const before = await sealedToken(scene);
    await scene.crash();
    scene.moveTo(scene.now().add({ hours: 13 }));
    await scene.start({ SLACK_CLIENT_SECRET: 'mistyped' });
    const line = await scene.logged('A token could not be refreshed, trying again');
    expect(line['why']).toBe('bad_client_secret');
    expect(await sealedToken(scene)).toBe(before);
    await scene.crash();
    scene.moveTo(scene.now().add({ minutes: 2 }));
    await scene.start();
    await scene.logged('A token was refreshed');
  });

  test('whose refresh is refused hold as long as they last; then Summit is silent and says why', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    await scene.browser().install(BETA.id);
    spendRefreshToken(scene);
    scene.moveTo(scene.now().add({ hours: 10, minutes: 1 }));
    await scene.logged('A token could not be refreshed, trying again');
    await share(scene);

    await scene.crash();
    scene.moveTo(scene.now().add({ hours: 2 }));
    await scene.start();
    const line = await scene.logged('Slack gives no new token: Summit has to be installed again');
    expect(line['installation']).toBe(ALPHA.id);
    const rows = await scene.db.selectFrom('installations').select(['id', 'token']).execute();
    expect(rows.find(({ id }) => id === ALPHA.id)?.token).toBeNull();
    expect(rows.find(({ id }) => id === BETA.id)?.token).not.toBeNull();
  });
});

test('however many want a token refreshed at once, it is refreshed once, and all have the new one', async () => {
  expect(await raceForRefresh(20)).toEqual({ done: 20, refused: 0, empty: 0, different: 0 });
});

describe.concurrent('the keys that seal them', { timeout: 120_000 }, () => {
  test('are changed with no failed call, and the old one is needed no more', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished, { tokensRotate: true });
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    const steps = [`${keyCalled('b')},${keyCalled('a')}`, keyCalled('b')];
    for (const keys of steps) {
      const before = scene.bot();
      // The next one starts while the one before still answers.
      const next = startStoryBot(scene.slack, scene.path, scene.now(), {
        ...settingsOf(scene),
        SUMMIT_TOKEN_KEYS: keys,
        PORT: '0',
      });
      const address = await next.address;
      scene.slack.deliverTo(`${address}/slack/events`);
      await before.stop();
      await share(scene);
      const row = await scene.db
        .selectFrom('installations')
        .select(['token', 'refresh_token'])
        .executeTakeFirstOrThrow();
      expect(row.token).toMatch(/^b:/);
      expect(row.refresh_token).toMatch(/^b:/);
      expect(next.log().filter(({ level }) => level === 'error')).toEqual([]);
      onTestFinished(async () => {
        next.kill();
        await next.exited;
      });
    }
  });

  test('that are missing stop nothing for good: reads are answered, and posts wait for them', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    await scene.give(exampleAgenda(), ALPHA.id);
    await scene.browser().install(ALPHA.id);
    await ask(scene, 'digest daily 08:01 UTC quiet:off');
    await scene.crash();
    await scene.start({ SUMMIT_TOKEN_KEYS: keyCalled('c') });
    const line = await scene.logged(
      'A token can not be opened: SUMMIT_TOKEN_KEYS lacks its key, or it was altered',
    );
    expect(line).toMatchObject({ installation: ALPHA.id, key: 'a' });
    expect(await ask(scene, 'status fentanyl')).toContain('fentanyl');
    // Nor are tokens deleted that nobody could ask Slack about.
    const removed = { type: 'app_uninstalled', event_ts: '1.1' };
    await scene.slack.in(ALPHA.id).tellBot('app_uninstalled', removed);
    await scene.logged('Summit was removed from the workspace and says nothing there any more');
    expect(await sealedToken(scene)).toMatch(/^a:/);
    scene.moveTo(scene.now().add({ minutes: 2 }));
    await scene.crash();
    expect(scene.saidIn(ALPHA)).toEqual([]);
    await scene.start({ SUMMIT_TOKEN_KEYS: `${keyCalled('c')},${keyCalled('a')}` });
    scene.moveTo(scene.now().add({ minutes: 1 }));
    await vi.waitFor(() => expect(scene.saidIn(ALPHA).length).toBe(1), SOON);
  });
});

test('a sealed token that somebody copies to another workspace’s row opens nothing there', async ({
  onTestFinished,
}) => {
  const scene = await manyScene(onTestFinished);
  await scene.give(exampleAgenda(), BETA.id);
  for (const team of [ALPHA, BETA]) await scene.browser().install(team.id);
  const token = await sealedToken(scene);
  await scene.db.updateTable('installations').set({ token }).where('id', '=', BETA.id).execute();
  const bea = atSlack(scene.slack.in(BETA.id), 'U0BEA', BETA.channels[0]?.id);
  await bea.say('share fentanyl');
  const line = await scene.logged(
    'A token can not be opened: SUMMIT_TOKEN_KEYS lacks its key, or it was altered',
  );
  expect(line).toMatchObject({ installation: BETA.id, key: 'a' });
  expect(await scene.bot().stop()).toBe(0);
  expect(scene.saidIn(BETA)).toEqual([]);
  expect(scene.slack.crossings).toEqual([]);
});

function settingsOf({ slack, url }: ManyScene): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    SUMMIT_TOKEN_KEYS: keyCalled('a'),
    SUMMIT_URL: url,
  };
}

/** As when an answer of Slack's was lost on its way. */
function spendRefreshToken({ slack }: ManyScene): void {
  slack.tokens.spend(ALPHA.id);
}

async function sealedToken({ db }: ManyScene): Promise<string | null | undefined> {
  const row = await db
    .selectFrom('installations')
    .select('token')
    .where('id', '=', ALPHA.id)
    .executeTakeFirst();
  return row?.token;
}

async function ask({ slack }: ManyScene, words: string): Promise<string> {
  const said = await atSlack(slack.in(ALPHA.id), 'U0ANN', CHANNEL).say(words);
  return said.map(({ text }) => text).join('\n');
}

/** Shares a card, which only a good token can, until it is there. */
async function share(scene: ManyScene): Promise<void> {
  const before = scene.saidIn(ALPHA).length;
  await vi.waitFor(async () => {
    // On a busy machine Slack does not always tell in time who asks, and Summit says so.
    await ask(scene, 'share fentanyl');
    await vi.waitFor(() => expect(scene.saidIn(ALPHA).length).toBeGreaterThan(before), {
      timeout: 3_000,
    });
  }, SOON);
}
