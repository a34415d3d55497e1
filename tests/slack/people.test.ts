import { pino } from 'pino';
import { beforeAll, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { createSlackClient } from '../../src/slack/clients.ts';
import { TimeZones } from '../../src/slack/time-zones.ts';

let slack: SlackStandIn;

beforeAll(async () => {
  slack = await startSlack();
  return async () => slack.stop();
});

test('whoever is new gets the default at once, and their own zone as soon as Slack has told', async () => {
  const zones = timeZones(slack.botToken);
  expect(zones.of('U0BOB')).toBe('Europe/Vienna');
  await vi.waitFor(() => expect(zones.of('U0BOB')).toBe('Asia/Tokyo'));
});

test('who sets something by the clocks where they are waits until Slack has told, and not for ever', async () => {
  const zones = timeZones(slack.botToken);
  expect(zones.of('U0BOB')).toBe('Europe/Vienna');
  expect(await Promise.all([zones.learn('U0BOB'), zones.learn('U0ALICE')])).toEqual([
    'Asia/Tokyo',
    'Europe/Brussels',
  ]);
  slack.disturb(() => 'hang before');
  expect(await timeZones(slack.botToken).learn('U0BOB')).toBe('Europe/Vienna');
  slack.disturb();
});

test('who Slack does not know, or when Slack will not tell, the default stays', async () => {
  const warned: unknown[] = [];
  const zones = timeZones('xoxb-somebody-else', warned);
  expect(zones.of('U0BOB')).toBe('Europe/Vienna');
  await vi.waitFor(() => expect(warned).toHaveLength(1));
  expect(zones.of('U0BOB')).toBe('Europe/Vienna');
  expect(warned).toHaveLength(1);
});

function timeZones(botToken: string, lines: unknown[] = []): TimeZones {
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
  const client = createSlackClient({ botToken, slackApiUrl: slack.apiUrl }, log);
  return new TimeZones(client, 'Europe/Vienna', log);
}
