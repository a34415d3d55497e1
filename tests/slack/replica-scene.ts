import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { Clock } from '../../src/clock.ts';
import { exampleUrl } from '../support/db.ts';
import { ALL_SCOPES } from './digest-scene.ts';
import { startStoryBot, type StoryBot } from './story-bot.ts';

export const REPLICAS = 3;

/** What Summit has said to all, threads left out. */
export function digestsIn({ workspace }: SlackStandIn): string[] {
  return workspace.messages
    .filter(
      ({ userId, ephemeralTo, threadTs }) =>
        userId === workspace.botUserId && ephemeralTo === null && threadTs === null,
    )
    .map(({ text }) => text);
}

export interface ReplicaScene {
  readonly slack: SlackStandIn;
  /** Those that run. */
  readonly bots: readonly StoryBot[];
  /** One more, once it is ready. */
  readonly start: () => Promise<StoryBot>;
  /** As whoever runs Summit stops one; gives its exit code. */
  readonly stop: (bot: StoryBot) => Promise<number | null>;
  readonly url: string;
  readonly now: () => Temporal.Instant;
  /** Jumps there at once, for all. */
  readonly moveTo: (instant: Temporal.Instant) => void;
}

/** Several Summits on one record, in a workspace whose clock they share. */
export async function replicaScene(
  after: (clean: () => Promise<void>) => void,
  mode: 'http' | 'socket' = 'http',
): Promise<ReplicaScene> {
  const clock = Clock.startingAt(Temporal.Instant.from('2023-11-27T06:00:00Z'));
  const slack = await startSlack({ mode, now: clock.now, scopes: ALL_SCOPES });
  const url = await exampleUrl();
  const bots: StoryBot[] = [];
  const door = mode === 'http' ? {} : { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: slack.appToken };
  async function start(): Promise<StoryBot> {
    const bot = startStoryBot(slack, '', clock.now(), { DATABASE_URL: url, ...door });
    bots.push(bot);
    if ((await bot.address) === null) throw new Error('A replica did not start');
    return bot;
  }
  after(async () => {
    for (const bot of bots) bot.kill();
    await Promise.all(bots.map(async ({ exited }) => exited));
    await slack.stop();
  });
  await Promise.all(Array.from({ length: REPLICAS }, start));
  return {
    slack,
    bots,
    start,
    async stop(bot) {
      bots.splice(bots.indexOf(bot), 1);
      return bot.stop();
    },
    url,
    now: clock.now,
    moveTo(instant) {
      clock.moveTo(instant);
      for (const bot of bots) bot.setClock(instant);
    },
  };
}
