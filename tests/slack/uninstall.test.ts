import { describe, expect, test, vi } from 'vitest';
import { exampleAgenda } from '../support/db.ts';
import { firstOf } from '../support/thorough.ts';
import { atSlack } from './at-slack.ts';
import { ALPHA, BETA, DELTA, GAMMA, manyScene, type ManyScene, UNION } from './many-scene.ts';

const SOON = { timeout: 30_000, interval: 20 };

const UNINSTALLED = { type: 'app_uninstalled', event_ts: '1.1' };
const REVOKED = {
  type: 'tokens_revoked',
  tokens: { oauth: [], bot: ['U0ALPHABOT'] },
  event_ts: '1.2',
};

describe.concurrent('a workspace that removes Summit', { timeout: 120_000 }, () => {
  test.for([
    ['is told of in one order', [UNINSTALLED, REVOKED]],
    ['is told of in the other', [REVOKED, UNINSTALLED]],
  ] as const)(
    'is left alone, and its tokens are deleted: it %s; another one goes on, and it too once it is back',
    async ([, events], { onTestFinished }) => {
      const scene = await twoWithDigests(onTestFinished);
      const sealed = await sealedTokens(scene, ALPHA.id);
      expect(sealed.every((text) => text !== null)).toBe(true);
      const { slack } = scene;
      slack.tokens.end(ALPHA.id, 'account_inactive');
      for (const event of events) await slack.in(ALPHA.id).tellBot(event.type, event);
      await vi.waitFor(async () => expect(await stopped(scene)).toEqual([ALPHA.id]), SOON);
      expect(await sealedTokens(scene, ALPHA.id)).toEqual([null, null]);
      const row = await scene.db
        .selectFrom('installations')
        .selectAll()
        .where('id', '=', ALPHA.id)
        .executeTakeFirstOrThrow();
      expect(row.installed_by).toBe('U0ANN');
      expect(row.ended_because).toBe('account_inactive');

      let calls = 0;
      slack.disturb((_method, given) => {
        if (JSON.stringify(given).includes('0ALPHA')) calls += 1;
        return null;
      });
      scene.moveTo(scene.now().add({ minutes: 2 }));
      await vi.waitFor(() => expect(scene.saidIn(BETA).length).toBe(1), SOON);
      expect(scene.saidIn(ALPHA)).toEqual([]);
      expect(calls).toBe(0);
      slack.disturb();

      await scene.browser().install(ALPHA.id);
      expect(await stopped(scene)).toEqual([]);
      await vi.waitFor(() => expect(scene.saidIn(ALPHA).length).toBe(1), SOON);
      expect(slack.crossings).toEqual([]);
    },
  );

  test.for(firstOf(1, ['invalid_auth', 'account_inactive', 'token_revoked']))(
    'and that nobody told of is found out about at the next post (%s)',
    async (error, { onTestFinished }) => {
      const scene = await twoWithDigests(onTestFinished);
      scene.slack.tokens.end(ALPHA.id, error);
      scene.moveTo(scene.now().add({ minutes: 2 }));
      await vi.waitFor(
        async () => expect(await sealedTokens(scene, ALPHA.id)).toEqual([null, null]),
        SOON,
      );
      expect(await stopped(scene)).toEqual([ALPHA.id]);
      await vi.waitFor(() => expect(scene.saidIn(BETA).length).toBe(1), SOON);
    },
  );

  test('and has it again by the time Slack tells is not left alone', async ({ onTestFinished }) => {
    const scene = await twoWithDigests(onTestFinished);
    await scene.browser().install(ALPHA.id);
    await scene.slack.in(ALPHA.id).tellBot('app_uninstalled', UNINSTALLED);
    await scene.logged('Summit was removed from the workspace before it was installed there again');
    expect(await stopped(scene)).toEqual([]);
    expect((await sealedTokens(scene, ALPHA.id))[0]).not.toBeNull();
  });

  test('when a whole organisation does it, all its workspaces are left alone; when it takes one away, that one', async ({
    onTestFinished,
  }) => {
    const scene = await manyScene(onTestFinished);
    await scene.browser().install(UNION);
    for (const [team, person] of [
      [GAMMA, 'W0GIL'],
      [DELTA, 'W0DAN'],
    ] as const) {
      await atSlack(scene.slack.in(team.id), person, team.channels[0]?.id).say('status');
    }
    const { slack } = scene;
    const taken = { type: 'app_uninstalled_team', event_ts: '1.1' };
    await slack.in(GAMMA.id).tellBot('app_uninstalled_team', taken);
    await vi.waitFor(async () => expect(await stopped(scene)).toEqual([GAMMA.id]), SOON);
    expect((await sealedTokens(scene, UNION))[0]).not.toBeNull();
    // Given to it again, it is heard from again.
    await atSlack(slack.in(GAMMA.id), 'W0GIL', GAMMA.channels[0]?.id).say('status');
    await vi.waitFor(async () => expect(await stopped(scene)).toEqual([]), SOON);

    slack.tokens.end(UNION, 'account_inactive');
    await slack.in(DELTA.id).tellBot('app_uninstalled', UNINSTALLED);
    await vi.waitFor(async () => expect(await stopped(scene)).toEqual([DELTA.id, GAMMA.id]), SOON);
    expect(await sealedTokens(scene, UNION)).toEqual([null, null]);
  });
});

/** Both have a digest that is due in a minute and a half. */
async function twoWithDigests(after: (clean: () => Promise<void>) => void): Promise<ManyScene> {
  const scene = await manyScene(after, { tokensRotate: true });
  await scene.give(exampleAgenda(), ALPHA.id);
  await scene.give({ ...exampleAgenda(), dataset: ofBeta() }, BETA.id);
  for (const team of [ALPHA, BETA]) {
    await scene.browser().install(team.id);
    await vi.waitFor(async () => {
      await atSlack(scene.slack.in(team.id), team.people[0]?.id ?? '', team.channels[0]?.id).say(
        'digest daily 08:01 UTC quiet:off',
      );
      const digests = await scene.db.selectFrom('digests').select('team_id').execute();
      expect(digests.map(({ team_id: id }) => id)).toContain(team.id);
    }, SOON);
  }
  return scene;
}

function ofBeta(): ReturnType<typeof exampleAgenda>['dataset'] {
  return { ...exampleAgenda().dataset, id: 'of-beta' };
}

async function stopped({ db }: ManyScene): Promise<string[]> {
  const rows = await db.selectFrom('stopped_workspaces').select('team_id').execute();
  return rows.map(({ team_id: teamId }) => teamId).toSorted();
}

async function sealedTokens({ db }: ManyScene, id: string): Promise<(string | null)[]> {
  const row = await db
    .selectFrom('installations')
    .select(['token', 'refresh_token'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return [row.token, row.refresh_token];
}
