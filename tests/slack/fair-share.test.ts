import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { FairShare } from '../../src/slack/fair-share.ts';
import { atSlack, buttonCalled, type PersonAtSlack } from './at-slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';

const TOO_MANY = 'That is more than Summit answers here in a minute';

describe('turns', () => {
  let now: number;
  let share: FairShare;

  beforeEach(() => {
    now = 0;
    share = new FairShare(20, () => now);
  });

  const ask = (userId: string, teamId = 'T0ONE'): number => share.secondsToWait({ teamId, userId });

  test('are as many at once as in a minute, and come back one by one', () => {
    const first = Array.from({ length: 20 }, () => ask('U0ALICE'));
    expect(first).toEqual(first.map(() => 0));
    expect(ask('U0ALICE')).toBe(3);
    now += 2_000;
    expect(ask('U0ALICE')).toBe(1);
    now += 1_000;
    expect(ask('U0ALICE')).toBe(0);
    expect(ask('U0ALICE')).toBe(3);
    now += 3_600_000;
    expect(Array.from({ length: 21 }, () => ask('U0ALICE')).filter((wait) => wait > 0)).toEqual([
      3,
    ]);
  });

  test('whoever has none takes none from others, and a wait that was told lasts as long as told', () => {
    for (let times = 0; times < 1_000; times += 1) ask('U0ALICE');
    expect(ask('U0BOB')).toBe(0);
    expect(ask('U0ALICE', 'T0TWO')).toBe(0);
    expect(share.isToWait({ teamId: 'T0ONE', userId: 'U0ALICE' })).toBe(true);
    expect(share.isToWait({ teamId: 'T0ONE', userId: 'U0BOB' })).toBe(false);
    now += 3_000;
    expect(share.isToWait({ teamId: 'T0ONE', userId: 'U0ALICE' })).toBe(false);
  });

  test('of a workspace are ten times as many, and those of another one its own', () => {
    const waits = Array.from({ length: 201 }, (_, person) => ask(`U0${person}`));
    expect(waits.filter((wait) => wait > 0)).toEqual([1]);
    expect(waits.at(-1)).toBe(1);
    expect(ask('U0EVE', 'T0TWO')).toBe(0);
  });
});

describe('whoever asks too often', () => {
  let slack: SlackStandIn;
  let bot: RunningBot;
  let alice: PersonAtSlack;
  let bob: PersonAtSlack;

  beforeEach(async () => {
    slack = await startSlack();
    bot = runBot({
      ...tokensOf(slack),
      DATABASE_URL: `sqlite:${await exampleDatabase()}`,
      SUMMIT_ASKS_A_MINUTE: '3',
    });
    slack.deliverTo(`${await addressOf(bot)}/slack/events`);
    alice = atSlack(slack, 'U0ALICE');
    bob = atSlack(slack, 'U0BOB');
  });

  afterEach(async () => {
    bot.process.kill('SIGKILL');
    await slack.stop();
  });

  test('is told when to ask again, and nothing is changed; everyone else is answered', async () => {
    for (const words of ['status fentanyl', 'status taiwan']) await alice.say(words);
    const [card] = await alice.say('status maritime');
    expect(card?.text).toContain('Maritime');
    const [refused] = await alice.say('update fentanyl agreed because both say so');
    expect(refused?.text).toMatch(/^That is more than .* Say it again in \d+ seconds\.$/);

    const place = { channelId: 'C0DESK', messageTs: card?.ts ?? '' };
    await alice.press(place, buttonCalled(card?.blocks ?? [], 'History'));
    await vi.waitFor(() => expect(texts().filter(isRefusal)).toHaveLength(2));

    const [answer] = await bob.say('status fentanyl');
    expect(answer?.text).toContain('Being carried out');
  });

  test('in a channel is told so there once', async () => {
    for (let times = 0; times < 3; times += 1) await alice.say('status fentanyl');
    for (let times = 0; times < 5; times += 1) await mention('U0ALICE', 'fentanyl');
    await mention('U0BOB', 'taiwan');
    await vi.waitFor(() => expect(texts().some((text) => text.includes('Taiwan'))).toBe(true), {
      timeout: 10_000,
    });
    expect(texts().filter(isRefusal)).toHaveLength(1);
  });

  function texts(): string[] {
    return slack.workspace.messages.map(({ text }: SandboxMessage) => text);
  }

  async function mention(userId: string, words: string): Promise<void> {
    await slack.act('say', { userId, channelId: 'C0DESK', text: `@Summit ${words}` });
  }
});

function isRefusal(text: string): boolean {
  return text.startsWith(TOO_MANY);
}
