import Database from 'better-sqlite3';
import { beforeAll, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import {
  addressOf,
  commandBody,
  exampleDatabase,
  type RunningBot,
  runBot,
  signed,
} from './running-bot.ts';

/** Each stands for something no log may hold. */
const CANARIES = {
  botToken: 'xoxb-canary-bot-token',
  signingSecret: 'canarysigningsecret',
  words: 'canary-words-of-a-person',
  responseUrl: 'canary-response-url',
};

let slack: SlackStandIn;
let bot: RunningBot;
let events: string;

beforeAll(async () => {
  const { botToken, signingSecret } = CANARIES;
  slack = await startSlack({ botToken, signingSecret });
  const path = await exampleDatabase();
  bot = runBot({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    DATABASE_URL: `sqlite:${path}`,
    LOG_LEVEL: 'trace',
  });
  events = `${await addressOf(bot)}/slack/events`;
  breakRecord(path);
  return async () => slack.stop();
});

test('when answering fails, the person gets one sentence with a code and the log has the same', async () => {
  const answer = await fetch(events, signed(commandBody(`status ${CANARIES.words}`), secret()));
  expect(answer.status).toBe(200);
  const { response_type: type, text } = (await answer.json()) as Record<string, string>;
  expect(type).toBe('ephemeral');
  const [, code] =
    /^Something went wrong on our side, please try again\. Code ([2-9A-Z]{4}-[2-9A-Z]{2})\.$/.exec(
      text ?? '',
    ) ?? [];
  const line = await bot.logged((one) => one.code === code && one.level === 'error');
  expect(line).toMatchObject({
    msg: 'Failed while answering',
    err: { message: 'no such table: agendas' },
  });
});

test('all lines about one thing that Slack sent have one code, and no other line has it', async () => {
  const answers = await Promise.all(
    ['status', 'list', 'digest'].map(async (words) => {
      const answer = await fetch(events, signed(commandBody(words), secret()));
      const { text = '' } = (await answer.json()) as { readonly text?: string };
      return /Code (\S+)\.$/.exec(text)?.[1];
    }),
  );
  expect(new Set(answers).size).toBe(3);
  for (const code of answers) {
    await bot.logged((line) => line.code === code && line.msg === 'Slack was answered');
    const lines = bot.log().filter((line) => line.code === code);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'Slack sent something',
      'Failed while answering',
      'Slack was answered',
    ]);
  }
  const ready = await bot.logged(({ msg }) => msg === 'Summit is ready');
  expect(ready).not.toHaveProperty('code');
});

test('in Socket Mode too', async ({ onTestFinished }) => {
  const socketSlack = await startSlack({ mode: 'socket' });
  onTestFinished(() => socketSlack.stop());
  const other = runBot({
    SLACK_API_URL: socketSlack.apiUrl,
    SLACK_BOT_TOKEN: socketSlack.botToken,
    SLACK_APP_TOKEN: socketSlack.appToken,
    DATABASE_URL: `sqlite:${await exampleDatabase()}`,
    LOG_LEVEL: 'debug',
  });
  await addressOf(other);
  const line = { userId: 'U0ALICE', channelId: 'C0DESK', text: '/summit status' };
  await Promise.all([socketSlack.act('say', line), socketSlack.act('say', line)]);
  await vi.waitFor(() => {
    const answered = other.log().filter(({ msg }) => msg === 'Slack was answered');
    const sent = other.log().filter(({ msg }) => msg === 'Slack sent something');
    expect(new Set(answered.map(({ code }) => code)).size).toBe(2);
    expect(answered.map(({ code }) => code).toSorted()).toEqual(
      sent.map(({ code }) => code).toSorted(),
    );
  });
});

test('a failure after the acknowledgement stands in the log with its code', async () => {
  const answer = await fetch(events, signed(pressBody(`${slack.url}/respond/gone`), secret()));
  expect(answer.status).toBe(200);
  const failure = await bot.logged(({ msg }) => msg === 'Failed while listening to Slack');
  expect(failure.code).toBeDefined();
  const lines = bot.log().filter(({ code }) => code === failure.code);
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['Slack sent something', 'Slack was answered']),
  );
});

test('Summit answers at no address that is not of Slack', async () => {
  const foreign = `http://203.0.113.7/${CANARIES.responseUrl}`;
  await fetch(events, signed(pressBody(foreign), secret()));
  const line = await bot.logged(({ err }) => JSON.stringify(err ?? '').includes('not Slack'));
  expect(line.level).toBe('error');
});

test('no line of the log holds a token, a secret, a response_url or what someone said', async () => {
  await fetch(events, signed('{"text":"broken', { ...secret(), contentType: 'application/json' }));
  await fetch(events, signed(commandBody(CANARIES.words), { secret: 'another' }));
  await fetch(events, signed(pressBody(`${slack.url}/respond/${CANARIES.responseUrl}`), secret()));
  await bot.logged(({ err }) => JSON.stringify(err ?? '').includes('status 404'));
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toBe(0);

  expect(bot.log().length).toBeGreaterThan(5);
  for (const line of bot.stdout().split('\n')) {
    expect(line.match(/"code":"\w{4}-\w{2}"/g)?.length ?? 0, line).toBeLessThan(2);
  }
  for (const canary of Object.values(CANARIES)) expect(bot.stdout()).not.toContain(canary);
  expect(bot.stderr()).toBe('');
});

function secret(): { readonly secret: string } {
  return { secret: CANARIES.signingSecret };
}

/** A press of a button under a message that only Alice sees. */
function pressBody(responseUrl: string): string {
  const payload = {
    type: 'block_actions',
    team: { id: 'T0SUMMITDESK', domain: 'summit-desk' },
    user: { id: 'U0ALICE', username: 'alice' },
    channel: { id: 'C0DESK', name: 'summit-desk' },
    container: { type: 'message', is_ephemeral: true },
    response_url: responseUrl,
    actions: [
      { type: 'button', action_id: 'say:1', block_id: 'b', value: `status ${CANARIES.words}` },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Takes the agendas away from under the running bot. */
function breakRecord(path: string): void {
  const file = new Database(path);
  file.pragma('foreign_keys = off');
  file.exec('drop table agendas');
  file.close();
}
