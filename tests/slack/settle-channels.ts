import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import type { Clock } from '../../src/clock.ts';
import { atSlack } from './at-slack.ts';
import { DESK } from './digest-scene.ts';
import type { ChannelTally, StormChannels } from './storm-channels.ts';
import { startStoryBot } from './story-bot.ts';

/** What becomes due within so many minutes more is waited for too. */
const MORE = 1;
/** In the story; so many milliseconds of it pass in one of ours. */
const STEP = { seconds: 1 };
const STEP_TAKES = 40;
const SOON = { timeout: 60_000, interval: 50 };
const STEPS_AT_MOST = 3_000;

/** Lets time pass quickly on two replicas, until all that is due is said and every card is current, and counts it. */
export async function settleChannels({
  slack,
  clock,
  url,
  channels,
}: {
  readonly slack: SlackStandIn;
  /** The workspace's. */
  readonly clock: Clock;
  readonly url: string;
  readonly channels: StormChannels;
}): Promise<ChannelTally> {
  clock.moveTo(clock.now());
  const due = clock.now().add({ minutes: MORE });
  const settings = {
    DATABASE_URL: url,
    SUMMIT_POSTS_A_MINUTE: '2400',
    SUMMIT_TIME_ZONE: 'Europe/Brussels',
  };
  const bots = [0, 1].map(() => startStoryBot(slack, '', clock.now(), settings));
  const [address] = await Promise.all(bots.map(async (bot) => bot.address));
  // Before they are at work, what is due would be late by the time they are.
  await vi.waitFor(async () => {
    for (const bot of bots) {
      const { status } = await fetch(`${await bot.address}/ready`);
      if (status !== 200) throw new Error(`A replica is not ready: ${status}`);
    }
  }, SOON);
  const isOver = async (): Promise<boolean> =>
    Temporal.Instant.compare(clock.now(), due) > 0 && channels.areSettledBy(due);
  for (let step = 0; !(await isOver()); step += 1) {
    if (step === STEPS_AT_MOST) {
      throw new Error(JSON.stringify(bots.map((bot) => bot.log().slice(-20))));
    }
    clock.moveTo(clock.now().add(STEP));
    for (const bot of bots) bot.setClock(clock.now());
    await pause(STEP_TAKES);
  }
  slack.deliverTo(`${address}/slack/events`);
  const tally = await channels.count(due, await cardsNow(slack, await keysOf(channels)));
  for (const bot of bots) await bot.stop();
  return tally;
}

async function keysOf(channels: StormChannels): Promise<Set<string>> {
  return new Set((await channels.cards()).map(({ key }) => key));
}

/** A card of each issue as it is posted now. */
async function cardsNow(
  slack: SlackStandIn,
  keys: ReadonlySet<string>,
): Promise<Map<string, SandboxMessage>> {
  const alice = atSlack(slack, 'U0ALICE', DESK);
  const cards = new Map<string, SandboxMessage>();
  for (const key of keys) {
    await alice.say(`share ${key}`);
    const card = await vi.waitFor(() => {
      const said = slack.workspace.messages.filter(
        ({ channelId, userId }) => channelId === DESK && userId === APP.botUserId,
      );
      const one = said[cards.size];
      if (one === undefined) throw new Error(`No card of ${key}`);
      return one;
    });
    cards.set(key, card);
  }
  return cards;
}
