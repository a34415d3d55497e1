import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { DOORS } from '../support/thorough.ts';
import { atSlack, type PersonAtSlack, shownFields } from './at-slack.ts';
import { addressOf, exampleDatabase, runBot } from './running-bot.ts';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';

describe.each(DOORS)('shortcuts through the %s door', (mode) => {
  let slack: SlackStandIn;
  let alice: PersonAtSlack;

  beforeAll(async () => {
    slack = await startSlack({ mode, now: () => NOW });
    const bot = runBot({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
      ...(mode === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, ALICE);
    return async () => slack.stop();
  });

  test('a message becomes an entry with its address, its author, its day and its words', async () => {
    const text =
      'Both readouts name fentanyl, <@U0ALICE>: <https://example.org/a?b=1&amp;c=2|here> &lt;3';
    const message = slack.workspace.post({ channelId: 'C0DESK', userId: BOB, text });
    // Asked for the first time, Slack tells where she is a moment later.
    const open = await vi.waitFor(async () => {
      const shown = await choose(message.channelId, message.ts);
      expect(shownFields(shown)['on']).toBe('2026-03-01');
      return shown;
    });
    const fields = shownFields(open);
    expect(fields).toMatchObject({
      issue: 'fentanyl',
      status: 'as-it-is',
      note: 'Both readouts name fentanyl, @Alice Moreau: https://example.org/a?b=1&c=2 <3',
      says: 'Bob Tanaka',
      publisher: 'Slack',
    });
    expect(fields['source']).toContain(`/archives/C0DESK/p${message.ts.replace('.', '')}`);

    alice.news();
    expect(await alice.submit(open, fields)).toEqual({ ok: true });
    const [said, ...others] = alice.news();
    expect(others).toEqual([]);
    expect(said).toMatchObject({ channelId: 'C0DESK', ephemeralTo: ALICE });
    expect(said?.text).toContain('Bob Tanaka');

    const shown = await fetch(fields['source'] ?? '', { redirect: 'manual' });
    expect(shown.headers.get('location')).toBe('/#/C0DESK');
  });

  test('so does a reply in a thread where Summit is not, and the answer stands in the thread', async () => {
    const question = slack.workspace.post({ channelId: 'C0BACK', userId: BOB, text: 'Well?' });
    const reply = slack.workspace.post({
      channelId: 'C0BACK',
      userId: BOB,
      text: 'Taiwan, and climate',
      threadTs: question.ts,
    });
    const open = await choose('C0BACK', reply.ts);
    const fields = shownFields(open);
    expect(fields['issue']).toBeUndefined();
    expect(fields['source']).toBe(
      `https://summit-desk.slack.com/archives/C0BACK/p${reply.ts.replace('.', '')}?thread_ts=${question.ts}&cid=C0BACK`,
    );
    alice.news();
    expect(await alice.submit(open, fields)).toMatchObject({
      errors: { issue: expect.any(String) },
    });
    const chosen = { ...fields, issue: 'taiwan', status: 'as-it-is' };
    await alice.change(open, 'issue', chosen);
    const revised = await alice.modal(({ view }) => JSON.stringify(view).includes('Now: '));
    expect(await alice.submit(revised, chosen)).toEqual({ ok: true });
    const [said] = alice.news();
    expect(said).toMatchObject({ channelId: 'C0BACK', threadTs: question.ts, ephemeralTo: ALICE });
  });

  test('the words of a message mean nothing to Slack, however long and strange they are', async () => {
    const strange = `<!channel> <@U0NOBODY> <#C0BACK|> ${'& <b> *x* \u202E'.repeat(900)}`;
    const { ts } = slack.workspace.post({ channelId: 'C0DESK', userId: BOB, text: strange });
    const open = await choose('C0DESK', ts);
    const note = shownFields(open)['note'] ?? '';
    expect(note).toContain('@someone');
    expect(note.length).toBeLessThanOrEqual(3000);
    expect(note).not.toContain('<!channel>');
  });

  test('"New issue" asks for the title in a form', async () => {
    expect(await slack.act('shortcut', { userId: ALICE, callbackId: 'new-issue' })).toEqual({
      ok: true,
    });
    const open = await alice.modal(({ view }) => view.callback_id !== 'form:update');
    expect(open.view.callback_id).toBe('form:add');
  });

  async function choose(channelId: string, messageTs: string) {
    slack.views.clear(ALICE);
    const chosen = { userId: ALICE, callbackId: 'add-to-issue', channelId, messageTs };
    expect(await slack.act('shortcut', chosen)).toEqual({ ok: true });
    return alice.modal();
  }
});

/** Still February where the message is written down, and March where Alice is. */
const NOW = Temporal.Instant.from('2026-02-28T23:30:00Z');
