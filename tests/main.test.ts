import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../sandbox/slack.ts';
import {
  addressOf,
  commandBody,
  type Environment,
  exampleDatabase,
  npmStart,
  runBot,
  signed,
  tokensOf,
} from './slack/running-bot.ts';
import { freshDatabase } from './support/db.ts';

let slack: SlackStandIn;
let fine: Environment;

beforeAll(async () => {
  slack = await startSlack();
  fine = tokensOf(slack);
  return async () => slack.stop();
});

describe('when Summit can not start it says in one sentence what to do, and exits with 1', () => {
  test('problems in the environment, all at once', async () => {
    const said = await refusal({ SLACK_BOT_TOKEN: 'xoxp-1', PORT: 'http' });
    expect(said).toMatch(
      /^Summit can not start:\n- SLACK_BOT_TOKEN .*\n- Neither .*\n- PORT .*\n$/,
    );
  });

  test('a token that Slack refuses', async () => {
    const said = await refusal({ ...freshly(), SLACK_BOT_TOKEN: 'xoxb-somebody-else' });
    expect(said).toMatch(/^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\): copy .*\n$/);
  });

  test('an app-level token that Slack refuses', async () => {
    const said = await refusal({ ...freshly(), SLACK_APP_TOKEN: 'xapp-somebody-else' });
    expect(said).toMatch(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\): make .*\n$/);
  });

  test('a port that is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const said = await refusal({ ...freshly(), PORT: port });
    expect(said).toMatch(/^Port \d+ is taken by another program: .* set PORT to a free one\.\n$/);
    const ofMetrics = await refusal({ ...freshly(), SUMMIT_METRICS_PORT: port });
    expect(ofMetrics).toMatch(/^Port \d+ is taken .* set SUMMIT_METRICS_PORT to a free one\.\n$/);
    squatter.close();
  });

  test('a host that is not this machine', async () => {
    const said = await refusal({ ...freshly(), HOST: '203.0.113.7' });
    expect(said).toMatch(/^HOST 203\.0\.113\.7 is no address of this machine: .*\n$/);
  });

  test('a file that is no database', async () => {
    const path = freshDatabase();
    await writeFile(path, 'Dear diary, today nothing was agreed.\n'.repeat(100));
    const said = await refusal({ ...fine, DATABASE_URL: `sqlite:${path}` });
    expect(said).toMatch(/^\S+summit\.db is not a readable Summit database: .*\n$/);
  });

  test('a record made by a newer Summit', async () => {
    const path = await exampleDatabase();
    const file = new Database(path);
    file.exec(
      "insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2099-01-01')",
    );
    file.close();
    const said = await refusal({ ...fine, DATABASE_URL: `sqlite:${path}` });
    expect(said).toMatch(/newer/);
    expect(said.trimEnd().split('\n')).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to', async () => {
    const path = freshDatabase();
    await chmod(dirname(path), 0o555);
    const said = await refusal({ ...fine, DATABASE_URL: `sqlite:${path}` });
    expect(said).toMatch(/may not write to .*\n$/);
  });

  test('a folder where the file should be', async () => {
    const path = freshDatabase();
    await mkdir(path);
    const said = await refusal({ ...fine, DATABASE_URL: `sqlite:${path}` });
    expect(said).toMatch(/can't be opened as a file: .*\n$/);
  });

  test('a PostgreSQL that is not there', async () => {
    const said = await refusal({
      ...fine,
      DATABASE_URL: 'postgres://summit:secret@localhost:1/summit',
    });
    expect(said).toMatch(/^PostgreSQL at localhost:1\/summit can't be reached: .*\n$/);
  });
});

describe('when Summit is told to stop', () => {
  test('it finishes what is in hand, takes nothing new and exits with 0', async () => {
    const bot = runBot(freshly());
    const address = await addressOf(bot);
    const finish = await beginCommand(address);

    bot.process.kill('SIGTERM');
    await bot.logged(({ msg }) => msg === 'Summit is stopping');
    await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed');

    expect(await finish()).toBe(200);
    expect(await bot.exited).toBe(0);
    expect(bot.log().at(-1)?.msg).toBe('Summit has stopped');
  });

  test('a second time, it leaves at once', async () => {
    const bot = runBot(freshly());
    await beginCommand(await addressOf(bot));

    bot.process.kill('SIGTERM');
    await bot.logged(({ msg }) => msg === 'Summit is stopping');
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(1);
    expect(bot.log().at(-1)?.msg).toBe('Summit is stopping');
  });

  test('through npm, it stops just as well', async () => {
    const bot = npmStart(freshly());
    await addressOf(bot);
    bot.process.kill('SIGTERM');
    expect(await bot.exited).toBe(0);
    expect(bot.log().at(-1)?.msg).toBe('Summit has stopped');
  });

  test('an idle connection does not hold it up', async () => {
    const bot = runBot(freshly());
    const address = await addressOf(bot);
    await (await fetch(`${address}/health`)).text();
    bot.process.kill('SIGINT');
    expect(await bot.exited).toBe(0);
  });
});

test('killed without warning, Summit starts again on the same record', async () => {
  const env = freshly();
  const killed = runBot(env);
  await addressOf(killed);
  killed.process.kill('SIGKILL');
  await killed.exited;

  const again = runBot(env);
  const init = signed(commandBody('help'), { secret: slack.signingSecret });
  const answer = await fetch(`${await addressOf(again)}/slack/events`, init);
  expect(answer.status).toBe(200);
});

test('while Slack can not be reached, commands are answered all the same', async () => {
  const bot = runBot({ ...freshly(), SLACK_API_URL: 'http://127.0.0.1:9/api/' });
  const init = signed(commandBody('help'), { secret: slack.signingSecret });
  const answer = await fetch(`${await addressOf(bot)}/slack/events`, init);
  expect(answer.status).toBe(200);
  expect(bot.log().map(({ msg }) => msg)).toContain('Slack can not be reached, asking again later');
});

function freshly(): Environment {
  return { ...fine, DATABASE_URL: `sqlite:${freshDatabase()}` };
}

/** What the bot says to whoever starts it with this environment. */
async function refusal(env: Environment): Promise<string> {
  const bot = runBot(env);
  expect(await bot.exited).toBe(1);
  return bot.stderr();
}

/** Sends half of a command and gives the way to send the rest, which tells the status of the answer. */
async function beginCommand(address: string): Promise<() => Promise<number | undefined>> {
  const { body, headers } = signed(commandBody('help'), { secret: slack.signingSecret });
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const half = request(`${address}/slack/events`, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length, expect: '100-continue' },
  });
  half.on('response', (response) => {
    response.resume();
    resolve(response.statusCode);
  });
  half.on('error', reject);
  promise.catch(() => undefined);
  half.flushHeaders();
  // Only then has the bot taken the request in hand.
  await once(half, 'continue');
  half.write(body.slice(0, 20));
  return async () => {
    half.end(body.slice(20));
    return promise;
  };
}
