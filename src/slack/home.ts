import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
} from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { mustMay, unlessNotAllowed } from '../../commands/may.ts';
import { noteVisit } from '../changes/note-visit.ts';
import { readVisit, type Visitor } from '../../db/home-visits.ts';
import { type HomeAnswer, homeTab } from '../messages/home-tab.ts';
import type { Message } from '../messages/message.ts';
import { callOf, type Desk, failed, type Said } from './desk.ts';
import { logFailure } from './log.ts';
import { noteToBeShown } from './note-shown.ts';
import { readHome } from './read-home.ts';
import { forView } from './view-blocks.ts';

export type HomeArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;
export type HomeButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Shows what someone keeps an eye on to them, when they open Summit's Home tab. */
export async function openHome(desk: Desk, { event }: HomeArgs): Promise<void> {
  if (event.tab !== 'home') return;
  const visitor = { userId: event.user, teamId: desk.teamId };
  const turns = turnsOf(desk);
  // Slack tells of every visit; one page still to come will show this one the same.
  if (turns.get(nameOf(visitor))?.isOpening === true) return;
  await inTurn(desk, visitor, true, async () =>
    publish(desk, visitor, null, await look(desk, visitor)),
  );
}

/** Shows the tab anew, without any answer: something was changed, or an answer was put away. */
export async function publishHome(desk: Desk, visitor: Visitor): Promise<void> {
  await inTurn(desk, visitor, false, async () =>
    publish(desk, visitor, null, await lastLook(desk, visitor)),
  );
}

/** Shows the tab with the answer to what was typed or pressed on it. */
export async function showOnHome(desk: Desk, said: Said, message: Message): Promise<void> {
  const answer = { asked: said.text, blocks: forView(message) };
  await inTurn(desk, said, false, async () =>
    publish(desk, said, answer, await lastLook(desk, said)),
  );
}

/** Puts an answer away. */
export async function closeAnswer(desk: Desk, { body, ack }: HomeButtonArgs): Promise<void> {
  await ack();
  await publishHome(desk, {
    userId: body.user.id,
    teamId: desk.teamId,
  });
}

async function publish(
  desk: Desk,
  visitor: Visitor,
  answer: HomeAnswer | null,
  since: string | null,
): Promise<void> {
  await desk.slack.views.publish({
    user_id: visitor.userId,
    view: { type: 'home', blocks: await blocksFor(desk, visitor, answer, since) },
  });
}

async function blocksFor(
  desk: Desk,
  { userId, teamId }: Visitor,
  answer: HomeAnswer | null,
  since: string | null,
): Promise<KnownBlock[]> {
  try {
    const call = await callOf(desk, { userId, teamId, text: '', channelId: '', inputId: null });
    return await unlessNotAllowed(
      call,
      async () => {
        await mustMay(call, 'read', null);
        const blocks = homeTab(await readHome(call, since), answer);
        await noteToBeShown(call, 'alone', blocks);
        return blocks;
      },
      ({ message }) => forView(message),
    );
  } catch (error) {
    return forView(failed(desk, 'making a Home tab', error));
  }
}

/** When they looked before this visit, which is noted. A record that can't be written to is still shown. */
async function look(desk: Desk, visitor: Visitor): Promise<string | null> {
  try {
    return await noteVisit(desk.db, visitor, desk.now());
  } catch (error) {
    logFailure(desk.log, 'noting a visit', error);
    return lastLook(desk, visitor);
  }
}

async function lastLook(desk: Desk, visitor: Visitor): Promise<string | null> {
  try {
    return (await readVisit(desk.db, visitor))?.beforeThat ?? null;
  } catch {
    // Whatever keeps it from being read is told on the tab itself.
    return null;
  }
}

/** The last page of someone's that is being made. */
interface Turn {
  readonly done: Promise<void>;
  /** True until a page for an opened tab has been begun. */
  isOpening: boolean;
}

const turnsAt = new WeakMap<Desk, Map<string, Turn>>();

function turnsOf(desk: Desk): Map<string, Turn> {
  const turns = turnsAt.get(desk) ?? new Map<string, Turn>();
  turnsAt.set(desk, turns);
  return turns;
}

/** One page after the other for each person, so that an older one never lands on a newer one. */
async function inTurn(
  desk: Desk,
  visitor: Visitor,
  isOpening: boolean,
  show: () => Promise<void>,
): Promise<void> {
  const turns = turnsOf(desk);
  const before = turns.get(nameOf(visitor))?.done;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const turn = { done, isOpening };
  turns.set(nameOf(visitor), turn);
  try {
    await before;
    turn.isOpening = false;
    await show();
  } finally {
    resolve();
    if (turns.get(nameOf(visitor)) === turn) turns.delete(nameOf(visitor));
  }
}

function nameOf({ teamId, userId }: Visitor): string {
  return `${teamId} ${userId}`;
}
