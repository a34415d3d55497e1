import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, buttonCalled, type PersonAtSlack } from './at-slack.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';

const DESK = 'C0DESK';
const BACK = 'C0BACK';
const SECRET = 'told behind closed doors';

describe('what is said in a private channel', () => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let alice: PersonAtSlack;
  let carla: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack({ scopes: ALL_SCOPES });
    bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, 'U0ALICE');
    carla = atSlack(slack, 'U0CARLA', 'C0PRESS');
    await slack.act('say', { userId: 'U0BOB', channelId: BACK, text: '/invite @Summit' });
    return async () => slack.stop();
  });

  test('stays with its members, wherever they ask, and with nobody else', async () => {
    const [recorded] = await alice.say(`update fentanyl agreed because ${SECRET}`, BACK);
    expect(recorded?.text).toContain('Recorded');
    expect(await answer(alice, 'fentanyl', BACK)).toContain(SECRET);
    const elsewhere = await answer(alice, 'fentanyl');
    expect(elsewhere).toContain(SECRET);
    expect(elsewhere).toContain('TLP:AMBER+STRICT, seen by members of <#C0BACK>');
    expect(await answer(carla, 'fentanyl')).not.toContain(SECRET);
    expect(await answer(carla, `search ${SECRET}`)).toContain('Nothing in the record');
  });

  test('is answered aloud where only its members hear it', async () => {
    expect(await aloud('fentanyl', DESK)).not.toContain(SECRET);
    expect(await aloud('fentanyl', BACK)).toContain(SECRET);
  });

  test('is on no card outside, and on one inside', async () => {
    await alice.say('add Secret pact', BACK);
    expect(await answer(alice, 'share secret pact')).toContain('Not everyone in this channel may');
    await alice.say('share secret pact', BACK);
    await vi.waitFor(() => expect(posted(BACK)).toContain('Secret pact'));
    expect(posted(DESK)).not.toContain('Secret pact');
  });

  test('is in no preview of a digest outside', async () => {
    expect(await answer(alice, 'digest preview')).not.toContain(SECRET);
    expect(await answer(alice, 'digest preview', BACK)).toContain(SECRET);
  });

  test('is offered in no form, and shown on no Home tab, of anyone else', async () => {
    const bob = atSlack(slack, 'U0BOB');
    await carla.say('help');
    await slack.act('open-home', { userId: 'U0CARLA' });
    await vi.waitFor(() => expect(slack.views.home('U0CARLA')).toBeDefined());
    expect(JSON.stringify(slack.views.home('U0CARLA'))).not.toMatch(/Secret pact|closed doors/);
    await bob.say('update');
    const pick = { blockId: 'issue', actionId: 'field:issue', element: {}, value: 'secret' };
    const view = await bob.modal();
    const offered = await slack.act('options', { userId: 'U0BOB', viewId: view.id, ...pick });
    expect(JSON.stringify(offered)).toContain('Secret pact');
  });

  test('is seen by more once somebody who may says so, by a button', async () => {
    const [shown] = await alice.say('mark secret pact', BACK);
    if (shown === undefined) throw new Error('Not answered');
    expect(shown.text).toContain('Secret pact is TLP:AMBER+STRICT, seen by members of <#C0BACK>');
    const place = { channelId: BACK, messageTs: shown.ts };
    await alice.press(place, buttonCalled(shown.blocks, 'GREEN'));
    await vi.waitFor(async () =>
      expect(await answer(carla, 'secret pact')).toContain('Secret pact'),
    );
  });

  test('and a RED issue is seen by those who are named, and by no channel', async () => {
    await alice.say('mark secret pact RED');
    expect(await answer(alice, 'secret pact')).toContain('TLP:RED · seen by <@U0ALICE>');
    expect(await answer(atSlack(slack, 'U0BOB'), 'secret pact')).toContain('No issue answers');
    expect(await answer(alice, 'share secret pact', BACK)).toContain(
      'Not everyone in this channel',
    );
    const direct = atSlack(slack, 'U0ALICE', 'D0ALICE');
    await slack.act('say', { userId: 'U0ALICE', channelId: 'D0ALICE', text: 'secret pact' });
    await vi.waitFor(() => {
      expect(
        direct
          .news()
          .map(({ text }) => text)
          .join(),
      ).toContain('TLP:RED');
    });
  });

  test('admins see who saw it', async () => {
    const audit = await answer(alice, 'audit');
    expect(audit).toContain('<@U0ALICE> saw Curbs on exports of fentanyl precursor chemicals');
    expect(audit).toContain('was posted in <#C0BACK>');
    expect(audit).toContain('<@U0ALICE> marked Secret pact');
    expect(await answer(atSlack(slack, 'U0BOB'), 'audit')).toContain('Only admins may');
    expect(bot.stdout()).not.toContain(SECRET);
  });

  async function answer(person: PersonAtSlack, words: string, channelId?: string): Promise<string> {
    return (await person.say(words, channelId)).at(-1)?.text ?? '';
  }

  async function aloud(words: string, channelId: string): Promise<string> {
    const before = slack.workspace.messages.length;
    await slack.act('say', { userId: 'U0ALICE', channelId, text: `@Summit ${words}` });
    return vi.waitFor(() => {
      const found = slack.workspace.messages
        .slice(before)
        .find((one) => one.userId === 'U0SUMMIT' && one.ephemeralTo === null);
      if (found === undefined) throw new Error('Not answered yet');
      return found.text;
    });
  }

  function posted(channelId: string): string {
    return slack.workspace.messages
      .filter((one) => one.channelId === channelId && one.ephemeralTo === null)
      .map(({ text }) => text)
      .join('\n');
  }
});
