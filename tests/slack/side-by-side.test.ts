import { beforeAll, expect, test } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, exampleDatabase, runBot, tokensOf } from './running-bot.ts';
import { overHttp, seeded, type Send, storm, updates } from './storm.ts';
import { damageOf, findingsAfter } from './storm-record.ts';

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

test('three Summits write to one record at a time: nobody is refused, and all of it is there once', async () => {
  const file = await exampleDatabase();
  const sends = await Promise.all([startOn(file), startOn(file), startOn(file)]);
  const after = await Promise.all(
    sends.map((send, number) =>
      storm(send, updates(`side-${number}`, seeded(number)), (answered) => answered >= 150),
    ),
  );
  expect(after.flatMap(({ refused }) => refused)).toEqual([]);
  expect(after.flatMap(({ unanswered }) => unanswered)).toEqual([]);

  const acknowledged = after.flatMap((one) => one.acknowledged);
  expect(acknowledged.length).toBeGreaterThanOrEqual(450);
  // What one has recorded, another one knows.
  const [, second] = sends;
  if (second === undefined) throw new Error('There are three');
  const found = await findingsAfter(
    `sqlite:${file}`,
    { acknowledged: acknowledged.toReversed(), unanswered: [], refused: [] },
    { send: second, before: { seq: 0, hash: '' } },
  );
  expect(found).toMatchObject({ lost: [], torn: [], repeated: [] });
  expect(damageOf(file)).toEqual([]);
});

async function startOn(file: string): Promise<Send> {
  const bot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${file}`,
  });
  return overHttp(`${await addressOf(bot)}/slack/events`, slack.signingSecret).send;
}
