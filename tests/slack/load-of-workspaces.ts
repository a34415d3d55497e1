import { expect, vi } from 'vitest';
import type { Team } from '../../sandbox/people.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { atSlack } from './at-slack.ts';
import {
  ALPHA,
  BETA,
  DELTA,
  GAMMA,
  manyScene,
  type ManyScene,
  UNION,
  UNLIMITED_CALLS,
} from './many-scene.ts';

const TEAMS = [ALPHA, BETA, GAMMA, DELTA];
const SOON = { timeout: 60_000, interval: 50 };
/** Slack's own, less what somebody who loads it would wait for. */
const NO_LIMITS = { burstPerChannel: 1_000_000, messagesPerMinute: 1_000_000 };

/** What a load has come to. */
export interface Load {
  /** Calls of the bot that Slack heard, by the workspace whose token they came with. */
  readonly calls: number;
  readonly answers: number;
  readonly refreshes: number;
  /** Calls with the token of one workspace for what is another's. */
  readonly crossings: readonly string[];
  /** What was said in one workspace of another one's. */
  readonly strays: readonly string[];
}

/**
 * Four workspaces, two of them by their organisation, in which everybody asks, mentions,
 * shares and opens the Home tab at once, so many times each, while digests come and tokens
 * are refreshed.
 */
export async function load(
  after: (clean: () => Promise<void>) => void,
  times: number,
): Promise<Load> {
  let calls = 0;
  const scene = await manyScene(after, {
    tokensRotate: true,
    limits: { ...NO_LIMITS, callsPerMinute: UNLIMITED_CALLS },
    env: { SUMMIT_POSTS_A_MINUTE: '99999' },
  });
  scene.slack.disturb(() => {
    calls += 1;
    return null;
  });
  for (const team of TEAMS) await scene.give(agendaFor(team), team.id);
  for (const id of [ALPHA.id, BETA.id, UNION]) await scene.browser().install(id);
  for (const team of TEAMS) await setUp(scene, team);

  let answers = 0;
  const rounds = Math.ceil(times / TIMES_A_ROUND);
  for (let round = 0; round < rounds; round += 1) {
    scene.moveTo(scene.now().add(STEP));
    const asked = TEAMS.flatMap((team) =>
      team.people
        .filter(({ isBot }) => !isBot)
        .map(async ({ id }) => useAll(scene, team, id, TIMES_A_ROUND)),
    );
    answers += (await Promise.all(asked)).reduce((sum, one) => sum + one, 0);
    await refreshed(scene);
  }
  for (const team of TEAMS) {
    await vi.waitFor(() => expect(scene.saidIn(team).some(isDigest)).toBe(true), SOON);
  }
  const { refreshes } = scene.slack.oauth;
  // A few rounds are over before the first token is due.
  while (refreshes.done === 0) {
    scene.moveTo(scene.now().add(STEP));
    await refreshed(scene);
  }
  expect(await scene.bot().stop()).toBe(0);
  expect(
    scene
      .bot()
      .log()
      .filter(({ level }) => level === 'error'),
  ).toEqual([]);
  return {
    calls,
    answers,
    refreshes: refreshes.done,
    crossings: scene.slack.crossings,
    strays: TEAMS.flatMap((team) => straysIn(scene, team)),
  };
}

/** A token lasts twelve hours, and is refreshed in the last two. */
const STEP = Temporal.Duration.from({ minutes: 105 });
const TIMES_A_ROUND = 5;

/** What only this workspace's record says. */
function canaryOf({ id }: Team): string {
  return `canary-of-${id.toLowerCase()}`;
}

function agendaFor(team: Team): AgendaDocument {
  const agenda = agendaOf([{ key: 'issue', title: canaryOf(team) }]);
  return { ...agenda, dataset: { ...agenda.dataset, id: `of-${team.id.toLowerCase()}` } };
}

/** Until no token is due: none ends while something is on its way, for no clock but a story's jumps past its end. */
async function refreshed(scene: ManyScene): Promise<void> {
  const by = stamp(scene.now().add({ hours: 2 }));
  const due = scene.db.selectFrom('installations').select('id').where('expires_at', '<=', by);
  await vi.waitFor(async () => expect(await due.execute()).toEqual([]), SOON);
}

async function setUp(scene: ManyScene, team: Team): Promise<void> {
  const [person] = team.people;
  const someone = atSlack(scene.slack.in(team.id), person?.id ?? '', team.channels[0]?.id);
  await vi.waitFor(async () => {
    await someone.say('digest daily 12:00 UTC quiet:off');
    const rows = await scene.db.selectFrom('digests').select('team_id').execute();
    expect(rows.some(({ team_id: id }) => id === team.id)).toBe(true);
  }, SOON);
}

/** Gives how often they were answered. */
async function useAll(
  scene: ManyScene,
  team: Team,
  userId: string,
  times: number,
): Promise<number> {
  const slack = scene.slack.in(team.id);
  const channelId = team.channels[0]?.id ?? '';
  const someone = atSlack(slack, userId, channelId);
  let answers = 0;
  for (let time = 0; time < times; time += 1) {
    const said = await someone.say('status issue');
    answers += said.filter(({ text }) => text.includes(canaryOf(team))).length;
    await someone.say('share issue');
    const text = `<@${team.bot.userId}> issue`;
    await slack.act('say', { userId, channelId, text });
    await slack.act('open-home', { userId });
    await someone.say(`update issue in-talks because ${canaryOf(team)} time ${time}`);
  }
  return answers;
}

function isDigest({ text }: { readonly text: string }): boolean {
  return text.includes('canary') || text.includes('Nothing');
}

/** What was shown there of the others. */
function straysIn({ slack }: ManyScene, team: Team): string[] {
  const { workspace, views } = slack.in(team.id);
  const shown = JSON.stringify([workspace.messages, views.open, workspace.homes]);
  return TEAMS.filter((other) => other !== team && shown.includes(canaryOf(other))).map(
    (other) => `${canaryOf(other)} in ${team.id}`,
  );
}
