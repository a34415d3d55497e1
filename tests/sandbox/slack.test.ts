import { afterEach, describe, expect, test } from 'vitest';
import { type Pair, seenBy, startOverHttp, startOverSocket } from './bolt-bot.ts';

let pair: Pair | undefined;

afterEach(async () => {
  await pair?.stop();
  pair = undefined;
});

const section = (text: string) => ({
  type: 'section' as const,
  text: { type: 'mrkdwn' as const, text },
});

describe.each([
  ['signed HTTP', startOverHttp],
  ['Socket Mode', startOverSocket],
])('a slash command over %s', (_, start) => {
  test('is answered in the acknowledgement, for the asker alone', async () => {
    pair = await start((app) => {
      app.command('/desk', async ({ command, ack }) => ack(`You asked ${command.text}`));
    });
    await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk  fentanyl ' });
    expect(seenBy(pair.slack, 'U0BOB')).toEqual(['(only you) You asked fentanyl']);
    expect(seenBy(pair.slack, 'U0ALICE')).toEqual([]);
    expect(pair.slack.workspace.messages[0]).toMatchObject({ inReplyTo: '/desk fentanyl' });
  });

  test('is answered for all when the bot says so', async () => {
    pair = await start((app) => {
      app.command('/desk', async ({ ack }) => ack({ response_type: 'in_channel', text: 'To all' }));
    });
    await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk' });
    expect(seenBy(pair.slack, 'U0ALICE')).toEqual(['To all']);
  });

  test('that takes too long fails with operation_timeout', async () => {
    pair = await start(
      (app) => {
        app.command('/desk', async () => {});
      },
      { limits: { answerWithinMs: 50 } },
    );
    await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk' });
    expect(seenBy(pair.slack, 'U0BOB')).toEqual([
      '(only you) /desk failed with the error "operation_timeout"',
    ]);
  });

  test('answered with a broken block says which and why', async () => {
    pair = await start((app) => {
      app.command('/desk', async ({ ack }) => ack({ text: 'x', blocks: [section('')] }));
    });
    await pair.slack.act('say', { userId: 'U0BOB', channelId: 'C0DESK', text: '/desk' });
    expect(seenBy(pair.slack, 'U0BOB')[0]).toContain('invalid_blocks');
    expect(seenBy(pair.slack, 'U0BOB')[0]).toContain('[json-pointer:/blocks/0/text/text]');
  });
});
