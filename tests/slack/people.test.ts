import { pino } from 'pino';
import { beforeAll, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { createSlackClient } from '../../src/slack/clients.ts';
import { People } from '../../src/slack/people.ts';

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

test('whoever is new gets the default at once, and their own zone as soon as Slack has told', async () => {
  const people = peopleKnownTo(slack.botToken);
  expect(people.zoneOf('U0BOB')).toBe('Europe/Vienna');
  await vi.waitFor(() => expect(people.zoneOf('U0BOB')).toBe('Asia/Tokyo'));
});

test('who sets something by the clocks where they are waits until Slack has told, and not for ever', async () => {
  const people = peopleKnownTo(slack.botToken);
  expect(people.zoneOf('U0BOB')).toBe('Europe/Vienna');
  expect(await Promise.all([people.learnZone('U0BOB'), people.learnZone('U0ALICE')])).toEqual([
    'Asia/Tokyo',
    'Europe/Brussels',
  ]);
  slack.disturb(() => 'hang before');
  expect(await peopleKnownTo(slack.botToken).learnZone('U0BOB')).toBe('Europe/Vienna');
  slack.disturb();
});

test('who Slack does not know, or when Slack will not tell, the default stays', async () => {
  const warned: unknown[] = [];
  const people = peopleKnownTo('xoxb-somebody-else', warned);
  expect(people.zoneOf('U0BOB')).toBe('Europe/Vienna');
  await vi.waitFor(() => expect(warned).toHaveLength(1));
  expect(people.zoneOf('U0BOB')).toBe('Europe/Vienna');
  expect(warned).toHaveLength(1);
});

function peopleKnownTo(botToken: string, lines: unknown[] = []): People {
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
  const client = createSlackClient({ botToken, slackApiUrl: slack.apiUrl }, log);
  return new People(client, 'Europe/Vienna', log);
}
