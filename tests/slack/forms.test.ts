import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { KnownBlock } from '@slack/types';
import Database from 'better-sqlite3';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { APP } from '../../sandbox/people.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { DOORS } from '../support/thorough.ts';
import { atSlack, buttonCalled, type PersonAtSlack, shownFields } from './at-slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';

describe.each(DOORS)('forms through the %s door', (mode) => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let alice: PersonAtSlack;
  let bob: PersonAtSlack;
  let path: string;

  beforeAll(async () => {
    slack = await startSlack({ mode });
    path = await exampleDatabase();
    bot = runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      DATABASE_URL: `sqlite:${path}`,
      ...(mode === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, ALICE);
    bob = atSlack(slack, BOB);
    return async () => slack.stop();
  });

  afterEach(() => slack.views.clear(ALICE));

  test('words that leave something out open a form, filled with what was given', async () => {
    expect(await alice.say('update fentanyl because the rule is in force')).toEqual([]);
    const open = await alice.modal();
    expect(open.view).toMatchObject({
      callback_id: 'form:update',
      title: { text: 'Update an issue' },
    });
    expect(shownFields(open)).toMatchObject({ issue: 'fentanyl', note: 'the rule is in force' });
  });

  test('what is wrong is said at its field; corrected, it is recorded and confirmed in the channel', async () => {
    await alice.say('update maritime fulfilled because both readouts say so');
    expect(await alice.say('update maritime')).toEqual([]);
    const open = await alice.modal();
    const fields = { ...shownFields(open), on: LATER, status: 'agreed' };
    const refused = await alice.submit(open, fields);
    expect(refused).toMatchObject({ ok: false, errors: { on: expect.any(String) } });
    expect(alice.news()).toEqual([]);

    const corrected = { ...fields, on: shownFields(open)['on'] ?? '', note: 'It was too early' };
    expect(await alice.submit(open, corrected)).toEqual({ ok: true });
    expect(alice.hasModal()).toBe(false);
    const [said, ...others] = alice.news();
    expect(others).toEqual([]);
    expect(said).toMatchObject({ channelId: 'C0DESK', ephemeralTo: ALICE, threadTs: null });
    expect(said?.text).toContain('It was too early');
    const [status] = await alice.say('status maritime');
    expect(status?.text).toContain('It was too early');
  });

  test('a field that was changed changes the form, and what was filled in stays', async () => {
    await alice.say('update');
    const open = await alice.modal();
    expect(JSON.stringify(open.view)).not.toContain('Now: ');
    await alice.change(open, 'issue', { issue: 'climate', note: 'typed so far' });
    const revised = await alice.modal(({ view }) => JSON.stringify(view).includes('Now: '));
    expect(revised.id).toBe(open.id);
    expect(shownFields(revised)).toMatchObject({ issue: 'climate', note: 'typed so far' });
    expect(await alice.submit(revised, { ...shownFields(revised), note: 'kept' })).toEqual({
      ok: true,
    });
    expect(alice.news()[0]?.text).toContain('kept');
  });

  test('of changes that follow each other quickly the last one is what the form shows', async () => {
    await alice.say('update');
    const open = await alice.modal();
    const issues = ['climate', 'taiwan', 'fentanyl', 'maritime', 'ai-talks'];
    await Promise.all(issues.map((issue) => alice.change(open, 'issue', { issue })));
    await alice.modal((now) => shownFields(now)['issue'] === issues.at(-1));
    expect(bot.log().filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('a button opens a form, and what came of it is said in the thread it stands in', async () => {
    const question = slack.workspace.post({ channelId: 'C0DESK', userId: ALICE, text: 'Well?' });
    const messageTs = slack.workspace.post({
      channelId: 'C0DESK',
      userId: APP.botUserId,
      text: 'A card',
      threadTs: question.ts,
      blocks: [sayBlock('update taiwan')],
    }).ts;
    alice.news();
    await alice.press({ channelId: 'C0DESK', messageTs }, SAY);
    const open = await alice.modal();
    expect(shownFields(open)).toMatchObject({ issue: 'taiwan' });
    await alice.submit(open, { ...shownFields(open), note: 'said in the thread' });
    const [said, ...others] = alice.news();
    expect(others).toEqual([]);
    expect(said).toMatchObject({ threadTs: question.ts, ephemeralTo: ALICE });
    expect(said?.text).toContain('said in the thread');
  });

  test('a form opened on the Home tab is confirmed in the modal, whose buttons go on there', async () => {
    slack.views.publish(ALICE, { type: 'home', blocks: [sayBlock('update flights')] });
    const home = slack.views.home(ALICE);
    await alice.press({ viewId: home?.id ?? '' }, SAY);
    const open = await alice.modal();
    const fields = { ...shownFields(open), status: 'in-talks', note: 'from the Home tab' };
    expect(await alice.submit(open, fields)).toEqual({ ok: true });
    const told = await alice.modal(({ view }) => view.callback_id === 'message');
    expect(JSON.stringify(told.view)).toContain('from the Home tab');
    expect(alice.news()).toEqual([]);
    await vi.waitFor(() => expect(slack.views.home(ALICE)?.hash).not.toBe(home?.hash));

    await alice.press({ viewId: told.id }, buttonCalled(told.view.blocks as KnownBlock[], 'Undo'));
    await alice.modal(({ view }) => !JSON.stringify(view).includes('from the Home tab'));
  });

  test('whoever was overtaken sees in the form what the other did, and can record it all the same', async () => {
    await alice.say('status detained americans');
    await alice.say('update detained-americans');
    const open = await alice.modal();
    await bob.say('update detained-americans agreed because Bob was faster');
    const fields = { ...shownFields(open), status: 'stalled', note: 'Alice says so' };
    expect(await alice.submit(open, fields)).toEqual({ ok: true });
    const again = await alice.modal(({ view }) => JSON.stringify(view).includes('Bob was faster'));
    expect(again.id).toBe(open.id);
    expect(await alice.submit(again, fields)).toEqual({ ok: true });
    expect(alice.hasModal()).toBe(false);
    expect(alice.news().at(-1)?.text).toContain('Alice says so');
  });

  test('the issues to choose from fit what was typed', async () => {
    await alice.say('update');
    const open = await alice.modal();
    const offered = async (value: string) => {
      const pick = { viewId: open.id, blockId: 'issue', actionId: 'field:issue', element: {} };
      return slack.act('options', { userId: ALICE, ...pick, value });
    };
    const all = await offered('');
    expect(all.ok).toBe(true);
    expect(all.options?.length).toBe(19);
    expect((await offered('fent')).options?.[0]).toMatchObject({ value: 'fentanyl' });
    expect((await offered('ta')).options).toContainEqual(
      expect.objectContaining({ value: 'taiwan' }),
    );
    expect(await offered('nothing like this')).toEqual({ ok: true, options: [] });
  });

  test('where the record can not be written the modal says why, and can be sent again', async () => {
    await alice.say('update spy balloon');
    const open = await alice.modal();
    const fields = { ...shownFields(open), note: 'held up' };
    const other = new Database(path);
    other.exec('begin immediate');
    const refused = await alice.submit(open, fields);
    other.exec('rollback');
    other.close();
    const [, code] =
      /another program holds its record.* Code (\S+)\.$/.exec(refused.errors?.['issue'] ?? '') ??
      [];
    await bot.logged((line) => line.level === 'error' && line.code === code);
    expect(alice.hasModal()).toBe(true);
    expect(await alice.submit(open, fields)).toEqual({ ok: true });
    expect(alice.news().at(-1)?.text).toContain('held up');
  });
});

describe('when a form can not be shown', () => {
  test('the answer says what to type instead', async () => {
    const slack = await startSlack({ limits: { triggerLastsMs: -1 } });
    const bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    const alice = atSlack(slack, ALICE);
    const [typed] = await alice.say('update fentanyl');
    expect(typed?.text).toContain('/summit update fentanyl &lt;status&gt;');
    await bot.logged(({ msg }) => msg === 'A modal could not be shown');

    const [offered] = await alice.say('update fentanyl');
    const button = buttonCalled(offered?.blocks ?? [], 'Fill in a form');
    await alice.press({ channelId: 'C0DESK', messageTs: offered?.ts ?? '' }, button);
    await vi.waitFor(() =>
      expect(slack.workspace.message('C0DESK', offered?.ts ?? '')?.editedAt).not.toBeNull(),
    );
    await slack.stop();
  });
});

describe('when Slack takes its time to show a form', () => {
  test('the answer says what to type, before Slack gives up waiting for it', async () => {
    const slack = await startSlack();
    const slow = await slowly(slack.apiUrl, 'views.open');
    const bot = runBot({
      SLACK_API_URL: slow.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    const alice = atSlack(slack, ALICE);
    const [said] = await alice.say('update fentanyl');
    expect(said?.text).toContain('/summit update fentanyl &lt;status&gt;');
    expect(slow.held()).toBe(1);
    slow.stop();
    await slack.stop();
  });
});

/** Slack's Web API, but for one method that never answers. */
async function slowly(
  apiUrl: string,
  method: string,
): Promise<{ readonly url: string; held(): number; stop(): void }> {
  let held = 0;
  const server = createServer((request, response) => {
    const [, asked = ''] = /\/api\/([\w.]+)/.exec(request.url ?? '') ?? [];
    if (asked === method) {
      held += 1;
      return;
    }
    void fetch(apiUrl + asked, {
      method: 'POST',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': request.headers['content-type'] ?? '',
      },
      body: Readable.toWeb(request),
      duplex: 'half',
    }).then(async (answer) => response.end(await answer.text()));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    held: () => held,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('when a response_url is used up', () => {
  let slack: SlackStandIn;
  let alice: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack({ limits: { responseUrlUses: 0 } });
    const bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, ALICE);
    return async () => slack.stop();
  });

  test('what came of a form is said in the channel all the same, to its sender alone', async () => {
    await alice.say('update fentanyl');
    const open = await alice.modal();
    expect(await alice.submit(open, { ...shownFields(open), note: 'late' })).toEqual({ ok: true });
    const [said, ...others] = alice.news();
    expect(others).toEqual([]);
    expect(said).toMatchObject({ channelId: 'C0DESK', ephemeralTo: ALICE });
    expect(said?.text).toContain('late');
    expect(alice.hasModal()).toBe(false);
  });

  test('and in the modal where Summit is not in the channel', async () => {
    await alice.say('update taiwan', 'C0BACK');
    const open = await alice.modal();
    await alice.submit(open, { ...shownFields(open), note: 'in private' });
    const told = await alice.modal(({ view }) => view.callback_id === 'message');
    expect(JSON.stringify(told.view)).toContain('in private');
    expect(alice.news()).toEqual([]);
  });
});

const LATER = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
const SAY = { blockId: 'row', actionId: 'say:0', label: 'Update', value: '' };

function sayBlock(value: string): KnownBlock {
  return {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'say:0', value, text: { type: 'plain_text', text: 'Update' } },
    ],
  };
}
