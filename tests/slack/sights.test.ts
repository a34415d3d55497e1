import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Channels } from '../../src/slack/channels.ts';
import { createSlackClient } from '../../src/slack/clients.ts';
import { People } from '../../src/slack/people.ts';
import { type PersonHere, Sights } from '../../src/slack/sights.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { emptyDb } from '../support/db.ts';
import { atSlack } from './at-slack.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { ALPHA, BETA, GRAIN, manyScene } from './many-scene.ts';

const BACK = 'C0BACK';
const SOON = { timeout: 30_000, interval: 20 };
const GRAIN_OF_BETA = { ...GRAIN, dataset: { ...GRAIN.dataset, id: 'grain' } };
/** The same list each time, as long as the record is. */
const ROOMS = [BACK];

let slack: SlackStandIn;
let people: People;
let sights: Sights;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  slack = await startSlack({ scopes: ALL_SCOPES });
  slack.workspace.join(BACK, slack.workspace.botUserId);
  const log = pino({ level: 'silent' });
  const client = createSlackClient({ botToken: slack.botToken, slackApiUrl: slack.apiUrl }, log);
  people = new People(client, 'UTC', log);
  sights = new Sights(await emptyDb(), people, new Channels(client, log));
});

afterEach(async () => {
  vi.useRealTimers();
  await slack.stop();
});

test('whoever leaves a private channel sees what is for its members for a minute at most', async () => {
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([BACK]);
  slack.workspace.leave(BACK, 'U0BOB');
  vi.advanceTimersByTime(59_000);
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([BACK]);
  vi.advanceTimersByTime(1_001);
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([]);
  slack.workspace.join(BACK, 'U0BOB');
  vi.advanceTimersByTime(60_001);
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([BACK]);
});

test('where Slack does not tell who is in a channel, nobody is, and it is soon asked again', async () => {
  slack.disturb((method) => (method === 'conversations.members' ? 'reset before' : null));
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([]);
  slack.disturb();
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([]);
  vi.advanceTimersByTime(15_001);
  expect((await at('U0BOB', 'C0DESK')).rooms).toEqual([BACK]);
});

test('whoever Slack does not tell of sees what guests may, and more as soon as it has told', async () => {
  slack.disturb((method) => (method === 'users.info' ? 'reset before' : null));
  expect(await at('U0BOB', BACK)).toMatchObject({ marking: 'GREEN', rooms: [] });
  slack.disturb();
  await people.standingOf({ userId: 'U0BOB', teamId: slack.workspace.team.id }, 'for certain', []);
  expect(await at('U0BOB', BACK)).toMatchObject({ marking: 'AMBER+STRICT', rooms: [BACK] });
});

test('as long as nothing else was heard Slack is not asked, and the answer is the very same', async () => {
  await at('U0BOB', 'C0DESK');
  const first = await at('U0BOB', 'C0DESK');
  slack.disturb(() => 'reset before');
  expect(await at('U0BOB', 'C0DESK')).toBe(first);
  // Another list of channels is another question.
  const asked = await sights.ofPerson(here('U0BOB', 'C0DESK'), [BACK, 'C0UNKNOWN']);
  expect(asked).not.toBe(first);
});

test('Slack is never asked who is in a private channel of another workspace', async ({
  onTestFinished,
}) => {
  vi.useRealTimers();
  const scene = await manyScene(onTestFinished);
  await scene.give(agendaOf([{ key: 'zebra', title: 'Striped horse' }]), ALPHA.id);
  await scene.give(GRAIN_OF_BETA, BETA.id);
  for (const { id } of [ALPHA, BETA]) await scene.browser().install(id);
  const { workspace } = scene.slack.in(ALPHA.id);
  const room = { id: 'C1ALPHA', name: 'room', kind: 'private', topic: '' } as const;
  workspace.addChannel({
    ...room,
    members: ['U0ANN', workspace.botUserId],
    isArchived: false,
  });
  const ann = atSlack(scene.slack.in(ALPHA.id), 'U0ANN', room.id);
  const bea = atSlack(scene.slack.in(BETA.id), 'U0BEA', 'C0BETA');
  await vi.waitFor(async () => {
    const [said] = await ann.say('add Kept among us');
    expect(said?.text).toContain('Kept among us');
  }, SOON);
  expect((await ann.say('status kept among us'))[0]?.text).toContain('Kept among us');
  expect((await bea.say('status grain'))[0]?.text).toContain('Grain exports');
  await scene.slack.in(BETA.id).act('open-home', { userId: 'U0BEA' });
  expect(await scene.bot().stop()).toBe(0);
  expect(scene.slack.crossings).toEqual([]);
});

async function at(userId: string, channelId: string): ReturnType<Sights['ofPerson']> {
  return sights.ofPerson(here(userId, channelId), ROOMS);
}

function here(userId: string, channelId: string): PersonHere {
  return { userId, channelId, teamId: slack.workspace.team.id };
}
