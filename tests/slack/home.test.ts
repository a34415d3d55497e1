import type { KnownBlock } from '@slack/types';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type SlackStandIn, startSlack } from '../../sandbox/slack.ts';
import { addressOf, exampleDatabase, type RunningBot, runBot, tokensOf } from './running-bot.ts';
import { freshDatabase } from '../support/db.ts';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';
const DESK = 'C0DESK';

describe('the Home tab', () => {
  let slack: SlackStandIn;

  beforeAll(async () => {
    slack = await started(await exampleDatabase());
    return async () => slack.stop();
  });

  test('offers whoever keeps nothing yet issues to watch, and a press watches one', async () => {
    await open(slack, ALICE);
    expect(shown(slack, ALICE)).toContain('You own and watch nothing yet.');
    await press(slack, ALICE, (button) => button.value.startsWith('watch '));
    await vi.waitFor(() => expect(shown(slack, ALICE)).toContain('What you watch: 1 issue'));
    expect(shown(slack, ALICE)).toContain('When it moves, Summit tells you in a direct message');
  });

  test('answers what is typed on it, empties the field, and puts the answer away', async () => {
    await open(slack, BOB);
    const field = JSON.stringify(blocks(slack, BOB)[0]);
    await type(slack, BOB, 'taiwan');
    await vi.waitFor(() => expect(shown(slack, BOB)).toContain('You asked: taiwan'));
    expect(shown(slack, BOB)).toContain('Military tensions over Taiwan');
    expect(shown(slack, BOB)).toContain('Who says so: ');
    expect(JSON.stringify(blocks(slack, BOB)[0])).not.toBe(field);

    await press(slack, BOB, ({ actionId }) => actionId === 'home:close');
    await vi.waitFor(() => expect(shown(slack, BOB)).not.toContain('You asked: '));
    expect(JSON.stringify(blocks(slack, BOB)[0])).toBe(field);
  });

  test('takes a whole command there too, and what names no issue gets the nearest', async () => {
    await open(slack, BOB);
    await type(slack, BOB, '/summit watch taiwan');
    await vi.waitFor(() => expect(shown(slack, BOB)).toContain('What you watch: 1 issue'));
    await type(slack, BOB, '<!channel> & unicorns');
    await vi.waitFor(() => expect(shown(slack, BOB)).toContain('No issue answers to'));
    expect(shown(slack, BOB)).not.toContain('<!channel>');
  });

  test('shows what others recorded, theirs first, again when it is opened twice', async () => {
    await say(slack, ALICE, 'owner climate me');
    await say(slack, ALICE, 'watch fentanyl');
    await say(slack, BOB, 'update maritime agreed source:https://example.org/maritime');
    await say(slack, BOB, 'update fentanyl stalled because nothing came of it');
    await say(slack, ALICE, 'update climate stalled because I say so');
    for (let time = 0; time < 2; time += 1) {
      await open(slack, ALICE);
      await vi.waitFor(() => expect(shown(slack, ALICE)).toContain('What you own: 1 issue'));
      const page = shown(slack, ALICE);
      const news = page.slice(page.indexOf('What others recorded'), page.indexOf('Going stale'));
      expect(news).toMatch(/fentanyl[^]*No movement[^]*<@U0BOB> \(yours\)[^]*Maritime/);
      expect(news).not.toContain('climate');
    }
  });

  test('has a button beside each issue that opens its form', async () => {
    await open(slack, ALICE);
    await press(slack, ALICE, ({ value }) => value === 'update climate');
    await vi.waitFor(() => expect(slack.views.open.map(({ userId }) => userId)).toEqual([ALICE]));
  });

  test('is made anew in the order it was asked for, however often it is opened', async () => {
    await Promise.all(Array.from({ length: 20 }, () => open(slack, BOB)));
    await type(slack, BOB, 'fentanyl');
    await vi.waitFor(() => expect(shown(slack, BOB)).toContain('You asked: fentanyl'));
  });
});

test('in an empty record it says what to do first', async () => {
  const slack = await started(freshDatabase());
  try {
    await open(slack, ALICE);
    expect(shown(slack, ALICE)).toContain('Welcome to Summit');
    expect(shown(slack, ALICE)).toContain('npm run summit -- import examples/biden-xi-2023.json');
    expect(buttons(blocks(slack, ALICE)).map(({ value }) => value)).toEqual(['add', 'help']);
  } finally {
    await slack.stop();
  }
});

async function started(path: string): Promise<SlackStandIn> {
  const slack = await startSlack({ mode: 'http' });
  const bot: RunningBot = runBot({
    ...tokensOf(slack),
    DATABASE_URL: `sqlite:${path}`,
  });
  slack.deliverTo(`${await addressOf(bot)}/slack/events`);
  return slack;
}

async function open(slack: SlackStandIn, userId: string): Promise<void> {
  const before = slack.views.home(userId)?.hash;
  await slack.act('open-home', { userId });
  await vi.waitFor(() => expect(slack.views.home(userId)?.hash ?? before).not.toBe(before));
}

async function say(slack: SlackStandIn, userId: string, words: string): Promise<void> {
  const line = { userId, channelId: DESK, text: `/summit ${words}` };
  expect(await slack.act('say', line)).toEqual({ ok: true });
}

async function type(slack: SlackStandIn, userId: string, value: string): Promise<void> {
  const [field] = blocks(slack, userId);
  const typed = {
    userId,
    viewId: slack.views.home(userId)?.id ?? '',
    blockId: field?.block_id ?? '',
    actionId: 'home:ask',
    element: { value },
  };
  expect(await slack.act('press', typed)).toEqual({ ok: true });
}

interface Button {
  readonly blockId: string;
  readonly actionId: string;
  readonly value: string;
}

async function press(
  slack: SlackStandIn,
  userId: string,
  wanted: (button: Button) => boolean,
): Promise<void> {
  const button = buttons(blocks(slack, userId)).find(wanted);
  if (button === undefined) throw new Error(`No such button in: ${shown(slack, userId)}`);
  const { blockId, actionId } = button;
  const viewId = slack.views.home(userId)?.id ?? '';
  const pressed = { userId, viewId, blockId, actionId, element: {} };
  expect(await slack.act('press', pressed)).toEqual({ ok: true });
}

function buttons(all: readonly KnownBlock[]): Button[] {
  return all.flatMap((block) => {
    const elements =
      block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : [];
    return elements.flatMap((element) =>
      element?.type === 'button'
        ? [
            {
              blockId: block.block_id ?? '',
              actionId: element.action_id ?? '',
              value: element.value ?? '',
            },
          ]
        : [],
    );
  });
}

function blocks(slack: SlackStandIn, userId: string): KnownBlock[] {
  return (slack.views.home(userId)?.view.blocks ?? []) as KnownBlock[];
}

function shown(slack: SlackStandIn, userId: string): string {
  return JSON.stringify(blocks(slack, userId));
}
