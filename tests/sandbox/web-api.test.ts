import type { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP } from '../../sandbox/people.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { clientOf, MANIFEST, seenBy } from './bolt-bot.ts';

let slack: SlackStandIn;
let client: webApi.WebClient;
let now: number;

beforeEach(async () => {
  now = 1_700_000_000_000;
  slack = await startSlack({ manifest: MANIFEST, limitClock: () => now });
  client = clientOf(slack);
});

afterEach(() => slack.stop());

async function call(method: string, token: string, body = ''): Promise<unknown> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    },
    body,
  });
  return response.json();
}

describe('a call', () => {
  test('needs a token Slack gave, of the right kind', async () => {
    expect(await call('auth.test', '')).toEqual({ ok: false, error: 'not_authed' });
    expect(await call('auth.test', 'xoxb-wrong')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await call('apps.connections.open', slack.botToken)).toEqual({
      ok: false,
      error: 'not_allowed_token_type',
    });
    expect(await call('auth.test', slack.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await call('auth.test', '', `token=${slack.botToken}`)).toMatchObject({
      ok: true,
      user_id: APP.botUserId,
      bot_id: APP.botId,
    });
  });

  test('to a method that is none is refused', async () => {
    expect(await call('chat.shout', slack.botToken)).toMatchObject({ error: 'unknown_method' });
  });

  test('needs the scope, and an optional one is not granted by itself', async () => {
    await expect(client.conversations.join({ channel: 'C0PRESS' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'channels:join' },
    });
  });

  test('can be made in JSON as well', async () => {
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${slack.botToken}`,
      },
      body: JSON.stringify({ channel: 'C0DESK', text: 'Hello' }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(seenBy(slack, 'U0ALICE')).toEqual(['Hello']);
  });

  test('too many a minute is told to wait', async () => {
    for (let calls = 0; calls < 20; calls += 1) await client.users.list({});
    await expect(client.users.list({})).rejects.toMatchObject({ retryAfter: 3 });
    now += 3000;
    await client.users.list({});
  });
});

describe('a message', () => {
  test('is posted, changed and deleted by the bot that posted it', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0DESK', text: 'One' });
    await client.chat.update({ channel: 'C0DESK', ts, text: 'Two' });
    expect(seenBy(slack, 'U0ALICE')).toEqual(['Two']);
    await client.chat.delete({ channel: 'C0DESK', ts });
    expect(seenBy(slack, 'U0ALICE')).toEqual([]);
    await expect(client.chat.update({ channel: 'C0DESK', ts, text: 'x' })).rejects.toThrow(
      'message_not_found',
    );
  });

  test('of somebody else is not the bot’s to change', async () => {
    const { ts } = slack.workspace.post({ channelId: 'C0DESK', userId: 'U0ALICE', text: 'Mine' });
    await expect(client.chat.update({ channel: 'C0DESK', ts, text: 'x' })).rejects.toThrow(
      'cant_update_message',
    );
    await expect(client.chat.delete({ channel: 'C0DESK', ts })).rejects.toThrow(
      'cant_delete_message',
    );
  });

  test('for one person can not be changed by its timestamp', async () => {
    const { message_ts: ts = '' } = await client.chat.postEphemeral({
      channel: 'C0DESK',
      user: 'U0BOB',
      text: 'Psst',
    });
    expect(seenBy(slack, 'U0BOB')).toEqual(['(only you) Psst']);
    await expect(client.chat.update({ channel: 'C0DESK', ts, text: 'x' })).rejects.toThrow(
      'message_not_found',
    );
    await expect(
      client.chat.postEphemeral({ channel: 'C0DESK', user: 'U0CARLA', text: 'x' }),
    ).rejects.toThrow('user_not_in_channel');
  });

  test.each([
    ['a channel the bot is not in', 'C0PRESS', 'not_in_channel'],
    ['a private channel it can not know of', 'C0BACK', 'channel_not_found'],
    ['no channel at all', 'C0NOWHERE', 'channel_not_found'],
  ])('to %s is refused', async (_, channel, error) => {
    await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toThrow(error);
  });

  test('to an archived channel is refused, and so is to change one there', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0DESK', text: 'x' });
    slack.workspace.archive('C0DESK');
    await expect(client.chat.update({ channel: 'C0DESK', ts, text: 'y' })).rejects.toThrow(
      'is_inactive',
    );
    await expect(client.chat.postMessage({ channel: 'C0DESK', text: 'x' })).rejects.toThrow(
      'is_archived',
    );
  });

  test('is changed to no more text than Slack takes there', async () => {
    const text = 'x'.repeat(4001);
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0DESK', text });
    await expect(client.chat.update({ channel: 'C0DESK', ts, text })).rejects.toThrow(
      'msg_too_long',
    );
    await client.chat.update({ channel: 'C0DESK', ts, text: text.slice(1) });
  });

  test('that breaks a limit is refused with the reason', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    await expect(
      client.chat.postMessage({ channel: 'C0DESK', text: 'x', blocks }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    await expect(
      call('chat.postMessage', slack.botToken, 'channel=C0DESK&blocks={'),
    ).resolves.toEqual({ ok: false, error: 'invalid_blocks_format' });
    await expect(call('chat.postMessage', slack.botToken, 'channel=C0DESK')).resolves.toEqual({
      ok: false,
      error: 'no_text',
    });
  });

  test('a second is what a channel takes, after a short burst, and other channels take theirs', async () => {
    for (const text of ['1', '2', '3']) await client.chat.postMessage({ channel: 'C0DESK', text });
    await expect(client.chat.postMessage({ channel: 'C0DESK', text: '4' })).rejects.toMatchObject({
      retryAfter: 1,
    });
    await client.chat.postMessage({ channel: 'C0JOINT', text: '1' });
    now += 1000;
    await client.chat.postMessage({ channel: 'C0DESK', text: '4' });
    expect(seenBy(slack, 'U0ALICE')).toEqual(['1', '2', '3', '4']);
  });

  test('carries what it tells other apps, to those that ask', async () => {
    await client.chat.postMessage({
      channel: 'C0DESK',
      text: 'x',
      metadata: { event_type: 'digest', event_payload: { key: 'today' } },
    });
    const { messages } = await client.conversations.history({
      channel: 'C0DESK',
      include_all_metadata: true,
    });
    expect(messages?.[0]?.metadata?.event_payload).toEqual({ key: 'today' });
  });
});

describe('reading', () => {
  test('lists come in pages until the cursor is empty', async () => {
    const names: (string | undefined)[] = [];
    let cursor = '';
    do {
      const page = await client.users.list({ limit: 2, cursor });
      names.push(...(page.members ?? []).map(({ name }) => name));
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    expect(names).toEqual(['alice', 'bob', 'carla', 'dmitri', 'summit']);
    await expect(client.users.list({ cursor: 'stale' })).rejects.toThrow('invalid_cursor');
  });

  test('tells where people are in the world, and of strangers less', async () => {
    const bob = await client.users.info({ user: 'U0BOB', include_locale: true });
    expect(bob.user).toMatchObject({ tz: 'Asia/Tokyo', tz_offset: 32_400, locale: 'en-US' });
    const dmitri = await client.users.info({ user: 'U0DMITRI', include_locale: true });
    expect(dmitri.user).not.toHaveProperty('locale');
    await expect(client.users.info({ user: 'U0NOBODY' })).rejects.toThrow('user_not_found');
  });

  test('shows the bot no private channel it is not in', async () => {
    const { channels } = await client.conversations.list({
      types: 'public_channel,private_channel',
    });
    expect(channels?.map(({ name }) => name)).toEqual(['summit-desk', 'press', 'joint-desk']);
    const own = await client.users.conversations({});
    expect(own.channels?.map(({ name }) => name)).toEqual(['summit-desk', 'joint-desk']);
    await expect(client.conversations.info({ channel: 'C0BACK' })).rejects.toThrow(
      'channel_not_found',
    );
  });

  test('a channel’s past leaves out threads and what one person saw', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0DESK', text: 'Top' });
    await client.chat.postMessage({ channel: 'C0DESK', text: 'Reply', thread_ts: ts });
    await client.chat.postEphemeral({ channel: 'C0DESK', user: 'U0BOB', text: 'Psst' });
    const past = await client.conversations.history({ channel: 'C0DESK' });
    expect(past.messages?.map(({ text }) => text)).toEqual(['Top']);
    const thread = await client.conversations.replies({ channel: 'C0DESK', ts });
    expect(thread.messages?.map(({ text }) => text)).toEqual(['Top', 'Reply']);
    await expect(
      client.chat.postMessage({ channel: 'C0DESK', text: 'x', thread_ts: '1.2' }),
    ).rejects.toThrow('thread_not_found');
  });
});
