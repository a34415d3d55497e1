import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { DOORS } from '../support/thorough.ts';
import { atSlack, buttonCalled, type PersonAtSlack } from './at-slack.ts';
import { envelopeResender, requestResender, type Resender } from './resend.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';

const ALICE = 'U0ALICE';
const DESK = 'C0DESK';
const DIRECT = 'D0ALICE';

describe.each(DOORS)('through the %s door', (mode) => {
  let slack: SlackStandIn;
  let resender: Resender;
  let path: string;
  let bot: RunningBot;
  let alice: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack({ mode });
    path = await exampleDatabase();
    resender = mode === 'http' ? await requestResender() : envelopeResender(slack);
    slack.deliverTo(`${resender.address}/slack/events`);
    await startBot();
    alice = atSlack(slack, ALICE);
  });

  afterAll(async () => {
    bot.process.kill('SIGKILL');
    resender.stop();
    await slack.stop();
  });

  test('a mention is answered in the thread of its message, for everyone', async () => {
    const asked = await write('@Summit fentanyl?');
    const answer = await nextAnswer();
    expect(answer).toMatchObject({ threadTs: asked.ts, ephemeralTo: null, channelId: DESK });
    expect(answer.text).toContain('of fentanyl');

    await write('@Summit summit status taiwan', { threadTs: asked.ts });
    const second = await nextAnswer();
    expect(second.threadTs).toBe(asked.ts);
    expect(second.text).toContain('Taiwan');

    await write('what about maritime @Summit');
    expect((await nextAnswer()).text).toContain('Maritime');
    await write('@Summit');
    expect((await nextAnswer()).text).toContain('/summit help');
  });

  test('what is written to Summit alone is answered beside it, or in its thread', async () => {
    const asked = await write('fentanyl', { channelId: DIRECT });
    expect(await nextAnswer()).toMatchObject({ channelId: DIRECT, threadTs: null });
    await write('summit status maritime', { channelId: DIRECT });
    expect((await nextAnswer()).text).toContain('Maritime');
    await write('taiwan?', { channelId: DIRECT, threadTs: asked.ts });
    expect(await nextAnswer()).toMatchObject({ channelId: DIRECT, threadTs: asked.ts });
  });

  test('a button under a public answer answers whoever presses it alone, in that thread', async () => {
    const asked = await write('@Summit fentanyl');
    const answer = await nextAnswer();
    const bob = atSlack(slack, 'U0BOB');
    bob.news();
    const place = { channelId: DESK, messageTs: answer.ts };
    await bob.press(place, buttonCalled(answer.blocks, 'History'));
    const [history] = await vi.waitFor(() => {
      const seen = slack.workspace.messages.filter(({ ephemeralTo }) => ephemeralTo === 'U0BOB');
      expect(seen.length).toBe(1);
      return seen;
    });
    expect(history).toMatchObject({ threadTs: asked.ts, ephemeralTo: 'U0BOB' });
    expect(slack.workspace.message(DESK, answer.ts)?.text).toBe(answer.text);
  });

  test('words that lack something say what, with a button that opens the form', async () => {
    await write('@Summit update fentanyl');
    const answer = await nextAnswer();
    expect(answer.text).toContain('/summit update fentanyl');
    const place = { channelId: DESK, messageTs: answer.ts };
    await alice.press(place, buttonCalled(answer.blocks, 'Fill in'));
    const { view } = await alice.modal();
    expect(view.type).toBe('modal');
  });

  test('bots, edits, joins and Summit itself are not answered', async () => {
    const common = { channel: DIRECT, channel_type: 'im', text: 'status taiwan', user: ALICE };
    const told = [
      { ...common, type: 'message', ts: '1700000001.000100', bot_id: 'B0OTHER' },
      { ...common, type: 'message', ts: '1700000002.000100', subtype: 'message_changed' },
      { ...common, type: 'message', ts: '1700000003.000100', subtype: 'channel_join' },
      { ...common, type: 'message', ts: '1700000004.000100', user: APP.botUserId },
    ];
    for (const event of told) await tell('message.im', event);
    const mention = { ...common, type: 'app_mention', channel: DESK, text: '<@U0SUMMIT> taiwan' };
    await tell('app_mention', { ...mention, ts: '1700000005.000100', bot_id: 'B0OTHER' });
    await tell('app_mention', { ...mention, ts: '1700000006.000100', edited: { user: ALICE } });

    await write('fentanyl', { channelId: DIRECT });
    expect((await nextAnswer()).text).toContain('of fentanyl');
    expect(answers()).toEqual([]);
  });

  test('the same event sent four times, also across a crash, is answered once and changes the record once', async () => {
    const before = changesOf('fentanyl');
    await write('@Summit update fentanyl implementing because the rule is in force');
    expect((await nextAnswer()).text).toContain('the rule is in force');

    const again = resender.hold();
    await again();
    await again();
    bot.process.kill('SIGKILL');
    await bot.exited;
    await startBot();
    await again();

    // Answers come in the order of the questions, so that none is on its way after this one.
    await write('@Summit taiwan');
    expect((await nextAnswer()).text).toContain('Taiwan');
    expect(answers()).toEqual([]);
    expect(changesOf('fentanyl')).toBe(before + 1);
  });

  test('people are named, not called, in what a whole channel sees', async () => {
    await write('@Summit owner fentanyl @bob');
    const answer = await nextAnswer();
    expect(answer.text).toContain('kept here by bob');
    expect(JSON.stringify([answer.text, answer.blocks])).not.toContain('<@U0BOB>');
  });

  test('where nothing can be posted, the log says why and not what', async () => {
    slack.workspace.leave(DESK, APP.botUserId);
    const mention = { type: 'app_mention', user: ALICE, text: '<@U0SUMMIT> fentanyl' };
    await tell('app_mention', { ...mention, channel: DESK, ts: '1700000007.000100' });
    const line = await bot.logged(({ msg }) => msg === 'Slack took no message there');
    expect(line).toMatchObject({ level: 'info', error: 'not_in_channel' });
    expect(bot.stdout()).not.toContain('fentanyl');
  });

  async function startBot(): Promise<void> {
    bot = runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      DATABASE_URL: `sqlite:${path}`,
      ...(mode === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    });
    resender.moveTo(await addressOf(bot));
    await bot.logged(({ msg }) => msg === 'Slack knows us');
  }

  const heard = new Set<string>();

  /** Writes a message as Alice and gives it. */
  async function write(
    text: string,
    where: { channelId?: string; threadTs?: string } = {},
  ): Promise<SandboxMessage> {
    for (const { ts } of answers()) heard.add(ts);
    const line = { userId: ALICE, channelId: DESK, text, ...where };
    expect(await slack.act('say', line)).toEqual({ ok: true });
    const written = slack.workspace.messages.findLast(({ userId }) => userId === ALICE);
    if (written === undefined && !text.startsWith('/')) throw new Error('Nothing was written');
    return written as SandboxMessage;
  }

  /** What Summit has said aloud and nobody has looked at yet. */
  function answers(): SandboxMessage[] {
    return slack.workspace.messages.filter(
      ({ userId, ephemeralTo, ts }) =>
        userId === APP.botUserId && ephemeralTo === null && !heard.has(ts),
    );
  }

  async function nextAnswer(): Promise<SandboxMessage> {
    return vi.waitFor(
      () => {
        const [answer] = answers();
        if (answer === undefined) throw new Error(`No answer\n${bot.stdout()}`);
        heard.add(answer.ts);
        return answer;
      },
      { timeout: 5000 },
    );
  }

  async function tell(subscription: string, event: Record<string, unknown>): Promise<void> {
    await slack.tellBot(subscription, event);
  }

  function changesOf(key: string): number {
    const db = new Database(path, { readonly: true });
    const found = db
      .prepare(`select count(*) as n from audit_lines where issue_key = ? and action <> 'import'`)
      .get(key) as { n: number };
    db.close();
    return found.n;
  }
});
