import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Pair, seenBy, startOverHttp } from './bolt-bot.ts';

let pair: Pair;
let now: number;
let trigger: string;
let viewSent: { id: string; hash: string };
let heard: unknown[];
let answer: object | undefined;

const modal: ModalView = {
  type: 'modal',
  callback_id: 'ask',
  title: { type: 'plain_text', text: 'Ask' },
  submit: { type: 'plain_text', text: 'Send' },
  notify_on_close: true,
  private_metadata: 'kept',
  blocks: [
    {
      type: 'input',
      block_id: 'issue',
      label: { type: 'plain_text', text: 'Issue' },
      element: { type: 'plain_text_input', action_id: 'words' },
    },
    {
      type: 'actions',
      block_id: 'more',
      elements: [
        {
          type: 'button',
          action_id: 'deeper',
          text: { type: 'plain_text', text: 'Deeper' },
          value: 'down',
        },
        { type: 'external_select', action_id: 'pick', min_query_length: 1 },
      ],
    },
  ],
};

function listen(app: App): void {
  app.command('/desk', async ({ ack, body }) => {
    trigger = body.trigger_id;
    await ack();
  });
  app.action('deeper', async ({ ack, body, action }) => {
    trigger = 'trigger_id' in body ? body.trigger_id : '';
    heard.push(action);
    await ack();
  });
  app.view('ask', async ({ ack, view }) => {
    viewSent = view;
    heard.push(view.state.values, view.private_metadata);
    await (answer === undefined ? ack() : ack(answer as { response_action: 'clear' }));
  });
  app.view({ type: 'view_closed', callback_id: 'ask' }, async ({ ack }) => {
    heard.push('closed');
    await ack();
  });
  app.options('pick', async ({ ack, payload }) => {
    await ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: 'one' }] });
  });
  app.shortcut('look_up', async ({ ack, shortcut }) => {
    trigger = shortcut.trigger_id;
    await ack();
  });
  app.shortcut('keep', async ({ ack, shortcut }) => {
    heard.push('message' in shortcut ? shortcut.message.text : '');
    await ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
  });
}

beforeEach(async () => {
  now = 1_700_000_000_000;
  heard = [];
  answer = undefined;
  pair = await startOverHttp(listen, { limitClock: () => now });
  await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk' });
});

afterEach(() => pair.stop());

async function open(): Promise<string> {
  const { view } = await pair.client.views.open({ trigger_id: trigger, view: modal });
  return view?.id ?? '';
}

async function submit(words = 'fentanyl') {
  return pair.slack.act('submit-view', {
    userId: 'U0BOB',
    viewId: pair.slack.views.open.at(-1)?.id ?? '',
    state: { issue: { words: { type: 'plain_text_input', value: words } } },
  });
}

async function press(viewId: string) {
  return pair.slack.act('press', {
    userId: 'U0BOB',
    viewId,
    blockId: 'more',
    actionId: 'deeper',
    element: {},
  });
}

const shown = (): string[] =>
  pair.slack.views.open.map(({ view }) => ('title' in view ? view.title.text : 'Home'));

test('a modal opens within three seconds of the command, once', async () => {
  now += 3000;
  await open();
  expect(shown()).toEqual(['Ask']);
  await expect(open()).rejects.toThrow('exchanged_trigger_id');
});

test('a modal that comes too late is refused', async () => {
  now += 3001;
  await expect(open()).rejects.toThrow('expired_trigger_id');
  trigger = 'made.up';
  await expect(open()).rejects.toThrow('invalid_trigger_id');
});

test('a modal Slack would not show is refused, with the reason', async () => {
  const view = { ...modal, title: { type: 'plain_text' as const, text: 'x'.repeat(25) } };
  await expect(pair.client.views.open({ trigger_id: trigger, view })).rejects.toMatchObject({
    data: {
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    },
  });
});

test('what was filled in reaches the bot and the modal closes', async () => {
  await open();
  expect(await submit()).toEqual({ ok: true });
  expect(heard).toEqual([
    { issue: { words: { type: 'plain_text_input', value: 'fentanyl' } } },
    'kept',
  ]);
  expect(shown()).toEqual([]);
});

test('what must be filled in is asked for before the bot hears of it', async () => {
  await open();
  expect(await submit('')).toEqual({
    ok: false,
    errors: { issue: 'Please complete this required field.' },
  });
  expect(heard).toEqual([]);
});

test('the bot can say what is wrong, at an input that is there', async () => {
  await open();
  answer = { response_action: 'errors', errors: { issue: 'No such issue' } };
  expect(await submit()).toEqual({ ok: false, errors: { issue: 'No such issue' } });
  answer = { response_action: 'errors', errors: { nowhere: 'No such issue' } };
  expect(await submit()).toMatchObject({ ok: false, error: expect.stringContaining('nowhere') });
  expect(shown()).toEqual(['Ask']);
});

test('the bot can show another modal in its place, or on top, three at most', async () => {
  await open();
  const second = { ...modal, title: { type: 'plain_text', text: 'Second' } };
  answer = { response_action: 'push', view: second };
  await submit();
  await submit();
  expect(shown()).toEqual(['Ask', 'Second', 'Second']);
  expect(await submit()).toEqual({ ok: false, error: 'push_limit_reached' });
  answer = {
    response_action: 'update',
    view: { ...second, title: { type: 'plain_text', text: 'Third' } },
  };
  await submit();
  expect(shown()).toEqual(['Ask', 'Second', 'Third']);
  answer = { response_action: 'clear' };
  await submit();
  expect(shown()).toEqual([]);
});

test('an answer Slack would not understand is refused, and the modal stays', async () => {
  await open();
  answer = { text: 'Thanks' };
  expect(await submit()).toMatchObject({
    ok: false,
    error: expect.stringContaining('response_action'),
  });
  answer = { response_action: 'update', view: { type: 'home', blocks: [{ type: 'divider' }] } };
  expect(await submit()).toMatchObject({ ok: false, error: 'the view must be a modal' });
  answer = { response_action: 'update', view: { ...modal, private_metadata: 'x'.repeat(3001) } };
  expect(await submit()).toMatchObject({
    ok: false,
    error: expect.stringContaining('private_metadata'),
  });
  expect(shown()).toEqual(['Ask']);
});

test('an input without dispatch_action tells the bot nothing before the modal is sent', async () => {
  const viewId = await open();
  const change = { userId: 'U0BOB', viewId, blockId: 'issue', actionId: 'words' };
  expect(await pair.slack.act('press', { ...change, element: { value: 'fen' } })).toMatchObject({
    ok: false,
    error: expect.stringContaining('dispatch_action'),
  });
  expect(heard).toEqual([]);
});

test('a button in a modal opens another on top', async () => {
  const viewId = await open();
  await press(viewId);
  expect(heard).toMatchObject([{ action_id: 'deeper', value: 'down', type: 'button' }]);
  await pair.client.views.push({ trigger_id: trigger, view: modal });
  expect(shown()).toEqual(['Ask', 'Ask']);
});

test('a newer state is not overwritten by an older hash', async () => {
  await open();
  answer = { response_action: 'errors', errors: { issue: 'Wait' } };
  await submit();
  const { id, hash } = viewSent;
  await pair.client.views.update({ view_id: id, hash, view: modal });
  await expect(pair.client.views.update({ view_id: id, hash, view: modal })).rejects.toThrow(
    'hash_conflict',
  );
  await expect(pair.client.views.update({ view_id: 'V0', view: modal })).rejects.toThrow(
    'not_found',
  );
});

test('a modal closed by hand is told of when it asks for that', async () => {
  const viewId = await open();
  await pair.slack.act('close-view', { userId: 'U0BOB', viewId });
  expect(heard).toEqual(['closed']);
  expect(shown()).toEqual([]);
});

test('an external select offers what the bot answers', async () => {
  const viewId = await open();
  const answered = await pair.slack.act('options', {
    userId: 'U0BOB',
    viewId,
    blockId: 'more',
    actionId: 'pick',
    element: {},
    value: 'fen',
  });
  expect(answered).toEqual({
    ok: true,
    options: [{ text: { type: 'plain_text', text: 'fen' }, value: 'one' }],
  });
});

test('shortcuts reach the bot, from the menu and from a message', async () => {
  await pair.slack.act('shortcut', { userId: 'U0BOB', callbackId: 'look_up' });
  await open();
  expect(shown()).toEqual(['Ask']);

  await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: 'Remember this' });
  await pair.slack.act('shortcut', {
    userId: 'U0BOB',
    callbackId: 'keep',
    channelId: 'C0DESK',
    messageTs: pair.slack.workspace.messages.at(-1)?.ts ?? '',
  });
  expect(heard).toEqual(['Remember this']);
});

test('opening the Home tab makes the bot fill it', async () => {
  await pair.slack.act('open-home', { userId: 'U0BOB' });
  await expect
    .poll(() => pair.slack.workspace.home('U0BOB')?.blocks)
    .toMatchObject([{ type: 'divider' }]);
});

test('nobody submits or presses in another person’s modal', async () => {
  const viewId = await open();
  expect(
    await pair.slack.act('submit-view', { userId: 'U0ALICE', viewId, state: {} }),
  ).toMatchObject({ ok: false });
  expect(seenBy(pair.slack, 'U0ALICE')).toEqual([]);
});
