import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, buttonCalled, type PersonAtSlack } from './at-slack.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './running-bot.ts';

const JOINT = 'C0JOINT';
const ONLY_OURS = 'Summit answers only people of the workspace it is in.';

describe('with what Slack tells of people', () => {
  let slack: SlackStandIn;
  let alice: PersonAtSlack;
  let bob: PersonAtSlack;
  let carla: PersonAtSlack;
  let dmitri: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack({ scopes: ALL_SCOPES });
    const bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, 'U0ALICE');
    bob = atSlack(slack, 'U0BOB');
    carla = atSlack(slack, 'U0CARLA', 'C0PRESS');
    dmitri = atSlack(slack, 'U0DMITRI', JOINT);
    return async () => slack.stop();
  });

  test('an admin of the workspace gives roles, a member gives none', async () => {
    expect(await answer(bob, 'access @carla editor')).toBe(
      'Only admins may say who may do what here, and you are an editor. Ask an admin of the workspace.',
    );
    expect(await answer(alice, 'access @bob reader')).toContain('has the role reader here now');
    expect(await answer(bob, 'update fentanyl agreed because both say so')).toContain(
      'Only contributors may update issues here, and you are a reader.',
    );
    expect(await answer(bob, 'update')).toContain('Only contributors may update issues');
    expect(bob.hasModal()).toBe(false);
    expect(await answer(alice, 'access @bob remove')).toContain('has no role of their own');
    expect(await answer(bob, 'update fentanyl agreed because both say so')).toContain('Agreed');
  });

  test('a role of a user group is that of its people', async () => {
    await alice.say('access everyone reader');
    expect(await answer(bob, 'note taiwan: heard')).toContain('Only contributors may add notes');
    await alice.say('access @analysts contributor');
    expect(await answer(bob, 'note taiwan: heard')).toContain('heard');
    await alice.say('access @analysts remove');
    await alice.say('access everyone remove');
  });

  test('asked aloud who may do what, Summit calls nobody', async () => {
    await alice.say('access @analysts contributor');
    await slack.act('say', { userId: 'U0ALICE', channelId: 'C0DESK', text: '@Summit access' });
    const aloud = await vi.waitFor(() => {
      const found = slack.workspace.messages.findLast(({ text }) =>
        text.includes('contributor, given'),
      );
      if (found?.ephemeralTo !== null) throw new Error('Not answered yet');
      return JSON.stringify([found.text, found.blocks]);
    });
    expect(aloud).toContain('a user group: contributor, given by alice');
    expect(aloud).not.toMatch(/<[@!]/);
    await alice.say('access @analysts remove');
  });

  test('a guest reads, and changes nothing, whatever role they were given', async () => {
    expect(await answer(carla, 'status fentanyl')).toContain('fentanyl');
    await alice.say('access @carla admin');
    expect(await answer(carla, 'update fentanyl stalled because I say so')).toBe(
      'Guests of the workspace may read, not update issues. Nothing was changed.',
    );
    expect(await answer(carla, 'access everyone none')).toContain('Guests of the workspace');
  });

  test('people of other organisations get no answer but a polite one, however they ask', async () => {
    await slack.act('say', { userId: 'U0DMITRI', channelId: JOINT, text: '@Summit fentanyl' });
    await vi.waitFor(() => expect(dmitri.news().map(textOf)).toContain(ONLY_OURS));

    // Until an admin says otherwise nothing is posted there, and whoever asks is answered alone.
    const joint = atSlack(slack, 'U0ALICE', JOINT);
    await slack.act('say', { userId: 'U0ALICE', channelId: JOINT, text: '@Summit fentanyl' });
    await vi.waitFor(() => {
      const [aside] = joint.news().filter(({ text }) => text.includes('of fentanyl'));
      expect(aside?.ephemeralTo).toBe('U0ALICE');
    });
    expect(await answer(joint, 'share fentanyl')).toContain('Not everyone in this channel');
    expect(await answer(joint, 'ceiling CLEAR')).toContain('nothing stricter than TLP:CLEAR');

    await slack.act('say', { userId: 'U0ALICE', channelId: JOINT, text: '@Summit fentanyl' });
    const card = await vi.waitFor(() => {
      const found = slack.workspace.messages.findLast(
        ({ channelId, ephemeralTo, text }) =>
          channelId === JOINT && ephemeralTo === null && text.includes('of fentanyl'),
      );
      if (found === undefined) throw new Error('No card yet');
      return found;
    });
    dmitri.news();
    const place = { channelId: card.channelId, messageTs: card.ts };
    await dmitri.press(place, buttonCalled(card.blocks, 'History'));
    await vi.waitFor(() => expect(dmitri.news().map(textOf)).toContain(ONLY_OURS));
  });

  test('whoever may not read has no Home tab and no issues to choose from', async () => {
    await bob.say('update');
    const open = await bob.modal();
    await alice.say('access @bob none');
    expect(await answer(bob, 'status fentanyl')).toContain('Only readers may read the record here');
    const pick = { viewId: open.id, blockId: 'issue', actionId: 'field:issue', element: {} };
    const offered = await slack.act('options', { userId: 'U0BOB', ...pick, value: 'fent' });
    expect(offered).toEqual({ ok: true, options: [] });
    const fields = { issue: 'fentanyl', status: 'stalled', note: 'all the same' };
    await bob.submit(open, fields);
    expect(await answer(alice, 'status fentanyl')).not.toContain('all the same');

    await slack.act('open-home', { userId: 'U0BOB' });
    await vi.waitFor(() =>
      expect(JSON.stringify(slack.views.home('U0BOB'))).toContain('Only readers may read'),
    );
  });

  async function answer(person: PersonAtSlack, words: string): Promise<string> {
    const [message] = await person.say(words);
    return message?.text ?? '';
  }
});

function textOf({ text }: SandboxMessage): string {
  return text;
}
