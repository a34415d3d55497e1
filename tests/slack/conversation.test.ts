import type { KnownBlock } from '@slack/types';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { buttonsOf, type Pressable } from './at-slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';

const ALICE = 'U0ALICE';
const DESK = 'C0DESK';

describe.each(['http', 'socket'] as const)('through the %s door', (mode) => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let address: string;

  beforeAll(async () => {
    slack = await startSlack({ mode });
    bot = runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
      ...(mode === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    });
    address = await addressOf(bot);
    slack.deliverTo(`${address}/slack/events`);
    return async () => slack.stop();
  });

  test('a question is answered at once, for the asker alone', async () => {
    const answer = await ask('status fentanyl');
    expect(answer).toMatchObject({ ephemeralTo: ALICE, channelId: DESK, fromSlack: false });
    expect(answer.text).toContain('fentanyl');
    expect(answer.blocks.length).toBeGreaterThan(0);
  });

  test('a button answers in place of the message it stands in', async () => {
    const offered = await ask('status lunar bases');
    const [first] = buttonsOf(offered.blocks);
    if (first === undefined) throw new Error(`No button in: ${offered.text}`);
    await press({ messageTs: offered.ts, channelId: DESK }, first);

    const answer = await vi.waitFor(() => {
      const now = find(offered.ts);
      expect(now?.text).not.toBe(offered.text);
      return now;
    });
    expect(answer?.ephemeralTo).toBe(ALICE);
    // How old the last entry is depends on the asker's day, and on Slack having told the zone by then.
    const [standing] = answer?.text.split('Last entry') ?? [];
    expect((await ask(first.value)).text).toContain(standing);
  });

  test('a link button is only acknowledged', async () => {
    const answer = await ask('status fentanyl');
    for (const button of buttonsOf(answer.blocks, /^open/)) {
      await press({ messageTs: answer.ts, channelId: DESK }, button);
    }
    expect(find(answer.ts)?.text).toBe(answer.text);
  });

  test('the Home tab tells of the agenda, and its buttons answer there', async () => {
    await slack.act('open-home', { userId: ALICE });
    const home = await vi.waitFor(() => {
      const view = slack.views.home(ALICE)?.view;
      if (view === undefined) throw new Error('No Home tab yet');
      return view;
    });
    const shown = JSON.stringify(home);
    expect(shown).toContain('Biden–Xi meeting');
    expect(shown).toContain('`/summit help`');

    const [, first] = buttonsOf(home.blocks as KnownBlock[]);
    if (first === undefined) throw new Error(`No button in: ${shown}`);
    await press({ viewId: slack.views.home(ALICE)?.id ?? '' }, first);
    await vi.waitFor(() => expect(JSON.stringify(slack.views.home(ALICE)?.view)).not.toBe(shown));
  });

  test('/health says that it can answer', async () => {
    const answer = await fetch(`${address}/health`);
    expect(answer.status).toBe(200);
    expect((await fetch(`${address}/elsewhere`)).status).toBe(404);
  });

  test('told to stop, it exits with 0', async () => {
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    expect(bot.log().filter(({ level }) => level === 'error')).toEqual([]);
  });

  async function ask(words: string): Promise<SandboxMessage> {
    const before = new Set(slack.workspace.messages.map(({ ts }) => ts));
    const line = { userId: ALICE, channelId: DESK, text: `/summit ${words}` };
    expect(await slack.act('say', line)).toEqual({ ok: true });
    const answer = slack.workspace.messages.find(({ ts }) => !before.has(ts));
    if (answer === undefined) throw new Error(`No answer to ${words}`);
    return answer;
  }

  async function press(
    place: { messageTs: string; channelId: string } | { viewId: string },
    { blockId, actionId }: Pressable,
  ): Promise<void> {
    const pressed = { userId: ALICE, blockId, actionId, element: {}, ...place };
    expect(await slack.act('press', pressed)).toEqual({ ok: true });
  }

  function find(ts: string): SandboxMessage | undefined {
    return slack.workspace.message(DESK, ts);
  }
});
