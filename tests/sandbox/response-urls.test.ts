import type { RespondFn } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Pair, seenBy, startOverHttp } from './bolt-bot.ts';

let pair: Pair;
let now: number;
let respond: RespondFn;

beforeEach(async () => {
  now = 1_700_000_000_000;
  pair = await startOverHttp(
    (app) => {
      app.command('/desk', async (args) => {
        respond = args.respond;
        await args.ack({ text: 'Choose', blocks: [buttons('again')] });
      });
      app.command('/raw', async (args) => {
        await args.ack({ response_type: 'in_channel', text: 'All', blocks: [buttons('again')] });
      });
      app.action('again', async (args) => {
        respond = args.respond;
        await args.ack();
      });
    },
    { limitClock: () => now },
  );
  await type('/desk');
});

afterEach(() => pair.stop());

function buttons(actionId: string) {
  return {
    type: 'actions' as const,
    block_id: 'row',
    elements: [
      {
        type: 'button' as const,
        action_id: actionId,
        text: { type: 'plain_text' as const, text: 'Again' },
        value: 'more',
      },
    ],
  };
}

async function type(text: string): Promise<void> {
  await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text });
}

async function pressLast(userId = 'U0BOB') {
  const message = pair.slack.workspace.messages.at(-1);
  return pair.slack.act('press', {
    userId,
    channelId: 'C0DESK',
    messageTs: message?.ts ?? '',
    blockId: 'row',
    actionId: 'again',
    element: { type: 'button' },
  });
}

test('a command can be answered five times at its address, and no sixth', async () => {
  for (const text of ['one', 'two', 'three', 'four', 'five']) await respond(text);
  await expect(respond('six')).rejects.toThrow('404');
  expect(seenBy(pair.slack, 'U0BOB')).toEqual(
    ['Choose', 'one', 'two', 'three', 'four', 'five'].map((text) => `(only you) ${text}`),
  );
});

test('the address is good for half an hour', async () => {
  now += 30 * 60_000;
  await respond('in time');
  now += 1;
  await expect(respond('too late')).rejects.toThrow('404');
});

test('an answer Slack would refuse is refused there too', async () => {
  await expect(respond({ text: '' })).rejects.toThrow('400');
});

test('an ephemeral message is replaced through the address of its button, and stays ephemeral', async () => {
  expect(await pressLast()).toEqual({ ok: true });
  await respond({ text: 'Second', replace_original: true, response_type: 'in_channel' });
  expect(seenBy(pair.slack, 'U0BOB')).toEqual(['(only you) Second']);
  expect(seenBy(pair.slack, 'U0ALICE')).toEqual([]);
});

test('without asking to replace, an answer is a message of its own', async () => {
  await pressLast();
  await respond({ text: 'Second' });
  expect(seenBy(pair.slack, 'U0BOB')).toEqual(['(only you) Choose', '(only you) Second']);
});

test('a message is deleted through the address of its button, once', async () => {
  await pressLast();
  await respond({ delete_original: true });
  expect(seenBy(pair.slack, 'U0BOB')).toEqual([]);
  await expect(respond({ delete_original: true })).rejects.toThrow('400');
});

test('nobody presses what only another sees, nor what is not there', async () => {
  expect(await pressLast('U0ALICE')).toMatchObject({ ok: false });
  await type('/raw');
  expect(await pressLast('U0ALICE')).toEqual({ ok: true });
  await respond({ text: 'For Alice' });
  expect(seenBy(pair.slack, 'U0ALICE')).toEqual(['All', '(only you) For Alice']);
});
