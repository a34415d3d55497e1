import type { KnownBlock } from '@slack/types';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { atSlack, type PersonAtSlack, shownFields } from './at-slack.ts';
import { envelopeResender, requestResender, type Resender } from './resend.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot } from './running-bot.ts';

const ALICE = 'U0ALICE';
const ALREADY = 'That was recorded already.';

describe.each(['http', 'socket'] as const)('sent four times through the %s door', (mode) => {
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

  let toldBefore = 0;
  beforeEach(() => {
    toldBefore = toldAlone().length;
  });

  test('a line that changes the record changes it once, also across a crash, and is answered each time', async () => {
    const [first] = await alice.say('update fentanyl implementing because the rule is in force');
    expect(first?.text).toContain('the rule is in force');
    expect(changesOf('fentanyl')).toBe(1);

    for (const answer of await threeMore()) {
      expect(answer).toMatchObject({
        response_type: 'ephemeral',
        text: expect.stringContaining(ALREADY),
      });
    }
    expect(changesOf('fentanyl')).toBe(1);
  });

  test('so does a button', async () => {
    const { ts } = slack.workspace.post({
      channelId: 'C0DESK',
      userId: APP.botUserId,
      text: 'A card',
      blocks: [sayBlock('update taiwan stalled because nothing moves')],
    });
    alice.news();
    const pressed = { blockId: 'row', actionId: 'say:0', label: 'Update', value: '' };
    await alice.press({ channelId: 'C0DESK', messageTs: ts }, pressed);
    await vi.waitFor(() => expect(changesOf('taiwan')).toBe(1));
    // A press is acknowledged first and answered then.
    await threeMore(async () => answered(3));
    const said = await answered(4);
    expect(said.filter(({ text }) => text.includes('nothing moves')).length).toBe(1);
    expect(said.filter(({ text }) => text.includes(ALREADY)).length).toBe(3);
    expect(changesOf('taiwan')).toBe(1);
  });

  test('so does a form, though one that was refused can be sent again', async () => {
    await alice.say('update maritime');
    const open = await alice.modal();
    const fields = { ...shownFields(open), status: 'in-talks' };
    expect(await alice.submit(open, { ...fields, on: '2999-01-01' })).toMatchObject({ ok: false });
    expect(await alice.submit(open, { ...fields, note: 'once' })).toEqual({ ok: true });
    expect(changesOf('maritime')).toBe(1);

    for (const answer of await threeMore()) expect(answer).toBeNull();
    const said = await answered(4);
    expect(said.map(({ text }) => text.includes(ALREADY))).toEqual([false, true, true, true]);
    expect(changesOf('maritime')).toBe(1);
  });

  test('a line that opens a form opens it once, and says nothing more', async () => {
    expect(await alice.say('update fentanyl')).toEqual([]);
    const open = await alice.modal();
    for (const answer of await threeMore()) expect(answer).toBeNull();
    expect(slack.views.open.map(({ id }) => id)).toEqual([open.id]);
  });

  /** What Slack sent last, three times more: twice at once, and once after a crash. */
  async function threeMore(settled: () => Promise<unknown> = async () => null): Promise<unknown[]> {
    const again = resender.hold();
    const atOnce = await Promise.all([again(), again()]);
    await settled();
    bot.process.kill('SIGKILL');
    await bot.exited;
    await startBot();
    return [...atOnce, await again()];
  }

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
  }

  function toldAlone(): SandboxMessage[] {
    return slack.workspace.messages.filter(({ ephemeralTo }) => ephemeralTo === ALICE);
  }

  /** What Alice alone was told in this test, once it is so many messages. */
  async function answered(count: number): Promise<SandboxMessage[]> {
    return vi.waitFor(() => {
      const told = toldAlone().slice(toldBefore);
      expect(told.length).toBe(count);
      return told;
    });
  }

  /** Lines of the log about an issue, which has as many new entries. */
  function changesOf(key: string): number {
    const file = new Database(path, { readonly: true });
    const count = (sql: string): number =>
      file.prepare<[string], number>(sql).pluck().get(key) ?? 0;
    const lines = count(
      "select count(*) from audit_lines where issue_key = ? and action <> 'import'",
    );
    const entries = count(
      "select count(*) from entries where issue_key = ? and recorded_at > '2025'",
    );
    file.close();
    expect(entries).toBe(lines);
    return lines;
  }
});

function sayBlock(value: string): KnownBlock {
  return {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'say:0', value, text: { type: 'plain_text', text: 'Update' } },
    ],
  };
}
