import { beforeAll, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, buttonCalled, type PersonAtSlack, shownFields } from './at-slack.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './running-bot.ts';

const ALICE = 'U0ALICE';

let slack: SlackStandIn;
let alice: PersonAtSlack;

beforeAll(async () => {
  slack = await startSlack({ mode: 'http' });
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${await exampleDatabase()}`,
  });
  slack.deliverTo(`${await addressOf(bot)}/slack/events`);
  alice = atSlack(slack, ALICE);
  return async () => slack.stop();
});

test('a digest is set up in the form that the answer offers, and is there afterwards', async () => {
  const [none] = await alice.say('digest');
  expect(none?.text).toContain('This channel gets no digest.');
  const place = { channelId: 'C0DESK', messageTs: none?.ts ?? '' };
  await alice.press(place, buttonCalled(none?.blocks ?? [], 'Fill in a form'));
  const open = await alice.modal();
  expect(open.view).toMatchObject({ callback_id: 'form:digest', submit: { text: 'Save' } });

  const offered = async (value: string) => {
    const pick = { viewId: open.id, blockId: 'zone', actionId: 'field:zone', element: {} };
    return slack.act('options', { userId: ALICE, ...pick, value });
  };
  expect((await offered('bruss')).options?.[0]).toMatchObject({ value: 'Europe/Brussels' });
  expect((await offered('new york')).options?.[0]).toMatchObject({ value: 'America/New_York' });
  expect((await offered('')).options).toHaveLength(100);
  expect(await offered('nowhere at all')).toEqual({ ok: true, options: [] });

  const zone = 'Europe/Brussels';
  await alice.change(open, 'zone', { ...shownFields(open), zone });
  const revised = await alice.modal(({ view }) => JSON.stringify(view).includes(`${zone}, now`));
  const fields = { ...shownFields(revised), times: '08:30', only: 'tension' };
  const refused = await alice.submit(revised, { ...fields, only: 'unicorns' });
  expect(refused).toMatchObject({ ok: false, errors: { only: expect.any(String) } });
  alice.news();
  expect(await alice.submit(revised, fields)).toEqual({ ok: true });
  expect(alice.news().at(-1)?.text).toContain(
    'This channel gets a digest weekdays at 08:30, Brussels time (Europe/Brussels).',
  );

  const [standing] = await alice.say('digest');
  expect(standing?.text).toContain('Tells of: tension');
  expect(standing?.text).toContain('Set up by');
});

test('where Summit is not in the channel, the answer says what to do', async () => {
  const [back] = await alice.say('digest daily 09:00', 'C0BACK');
  expect(back?.text).toContain('This channel gets a digest every day at 09:00');
  expect(back?.text).toContain('Summit is not in this channel: type `/invite @Summit` here.');
  const [desk] = await alice.say('digest daily 09:00');
  expect(desk?.text).not.toContain('/invite');
});

test('in a direct message, digest is one’s own', async () => {
  const direct = slack.workspace.directChannel(ALICE)?.id ?? '';
  const [said] = await alice.say('digest weekdays 08:00 only:mine', direct);
  expect(said?.text).toContain('You get a digest weekdays at 08:00');
  const [standing] = await alice.say('digest', direct);
  expect(standing?.text).toContain('Your digest');
});
