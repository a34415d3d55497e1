import type { SayFn } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MANIFEST, type Pair, seenBy, startOverHttp } from './bolt-bot.ts';

let pair: Pair;
let heard: string[];

beforeEach(async () => {
  heard = [];
  pair = await startOverHttp((app) => {
    app.command(/.*/, async ({ command, ack }) => {
      heard.push(`${command.command} ${command.text} in ${command.channel_name}`);
      await ack();
    });
    app.event('app_mention', async ({ event, say }) => {
      heard.push(`mention ${event.text}`);
      await thank(say, event.ts);
    });
    app.event('message', async ({ event }) => {
      if (!('bot_id' in event)) heard.push(`direct ${'text' in event ? event.text : ''}`);
    });
    app.event('member_joined_channel', async ({ event }) => {
      heard.push(`${event.user} joined ${event.channel}`);
    });
  });
});

afterEach(() => pair.stop());

async function type(text: string, channelId = 'C0DESK', threadTs?: string): Promise<void> {
  await pair.slack.act('say', {
    userId: 'U0ALICE',
    channelId,
    text,
    ...(threadTs !== undefined && { threadTs }),
  });
}

async function thank(say: SayFn, threadTs: string): Promise<void> {
  await say({ text: 'Thanks', thread_ts: threadTs });
}

test('what is typed arrives escaped, people, channels and links as references', async () => {
  await type('/desk R&D <!channel> @bob #press #back-channel https://un.org/a?b=1&c=2 a@b.org');
  expect(heard).toEqual([
    '/desk R&amp;D &lt;!channel&gt; <@U0BOB> <#C0PRESS|press> <#C0BACK|> <https://un.org/a?b=1&amp;c=2> a@b.org in summit-desk',
  ]);
});

test('a command that asks for no escaping gets what was typed', async () => {
  await type('/raw R&D <b> @bob');
  expect(heard).toEqual(['/raw R&D <b> @bob in summit-desk']);
});

test('an app is not told the name of a private channel', async () => {
  await type('/desk', 'C0BACK');
  await type('/desk', 'D0ALICE');
  expect(heard).toEqual(['/desk  in privategroup', '/desk  in directmessage']);
});

test('a command in a thread is refused by Slack itself', async () => {
  await type('Hello');
  await type('/desk x', 'C0DESK', pair.slack.workspace.messages[0]?.ts);
  expect(heard).toEqual([]);
  expect(seenBy(pair.slack, 'U0ALICE').at(-1)).toContain('not supported in threads');
});

test('a command nobody declared is not sent', async () => {
  await type('/dance');
  expect(heard).toEqual([]);
  expect(seenBy(pair.slack, 'U0ALICE')).toEqual(['(only you) `/dance` is not a valid command.']);
});

test('people of another organisation see the channel but not the command', async () => {
  await pair.slack.act('say', { userId: 'U0DMITRI', channelId: 'C0JOINT', text: '/desk' });
  expect(heard).toEqual([]);
  expect(
    await pair.slack.act('say', { userId: 'U0DMITRI', channelId: 'C0DESK', text: 'x' }),
  ).toEqual({
    ok: false,
    error: 'You are not in this channel.',
  });
});

test('a mention reaches the bot where it is a member, and its answer the thread', async () => {
  await type('@summit hello');
  await expect.poll(() => seenBy(pair.slack, 'U0BOB')).toEqual(['<@U0SUMMIT> hello', 'Thanks']);
  await type('@summit hello', 'C0PRESS');
  expect(heard).toEqual(['mention <@U0SUMMIT> hello']);
  const [first, answer] = pair.slack.workspace.messages;
  expect(answer?.threadTs).toBe(first?.ts);
});

test('a direct message reaches the bot', async () => {
  await type('hello', 'D0ALICE');
  await expect.poll(() => heard).toEqual(['direct hello']);
});

test('the bot hears of joining a channel it is invited to', async () => {
  await type('/invite @Summit', 'C0PRESS');
  await expect.poll(() => heard).toEqual(['U0SUMMIT joined C0PRESS']);
  await type('/invite @Summit', 'C0PRESS');
  expect(seenBy(pair.slack, 'U0ALICE', 'C0PRESS').at(-1)).toContain('already here');
});

test.each(['/invite', '/remove'])('%s says when nobody is called so', async (command) => {
  await type(`${command} @nobody`);
  expect(seenBy(pair.slack, 'U0ALICE', 'C0DESK').at(-1)).toContain(
    'Nobody here is called @nobody.',
  );
});

test('an app without a messages tab takes no direct messages', async () => {
  const closed = await startOverHttp(() => {}, {
    manifest: {
      ...MANIFEST,
      features: {
        ...MANIFEST.features,
        app_home: { messages_tab_enabled: false, messages_tab_read_only_enabled: true },
      },
    },
  });
  expect(
    await closed.slack.act('say', { userId: 'U0ALICE', channelId: 'D0ALICE', text: 'x' }),
  ).toMatchObject({ ok: false });
  await expect(closed.client.chat.postMessage({ channel: 'U0ALICE', text: 'x' })).rejects.toThrow(
    'messages_tab_disabled',
  );
  await closed.stop();
});
