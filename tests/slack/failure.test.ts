import Database from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
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
  const line = await bot.logged((one) => one.code === code);
  expect(line).toMatchObject({
    level: 'error',
    msg: 'Failed while answering',
    err: { message: 'no such table: agendas' },
  });
});

test('a failure after the acknowledgement stands in the log with a code', async () => {
  const answer = await fetch(events, signed(pressBody(`${slack.url}/respond/gone`), secret()));
  expect(answer.status).toBe(200);
  await bot.logged(
    ({ msg, code }) => msg === 'Failed while listening to Slack' && code !== undefined,
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
