import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Message } from '../messages/message.ts';
import { joined } from '../messages/pieces.ts';
import { type Desk, type Said, say } from './desk.ts';
import { forView } from './view-blocks.ts';

export type HomeArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

const HOME_BLOCK_LIMIT = 100;

/** Shows the whole agenda to whoever opens Summit's Home tab. */
export async function openHome(desk: Desk, { event, body }: HomeArgs): Promise<void> {
  if (event.tab !== 'home') return;
  await publishHome(desk, {
    text: 'status',
    userId: event.user,
    teamId: body.team_id,
    channelId: '',
    inputId: null,
  });
}

/** Puts the answer to some words on the person's Home tab, and below it what else they can say. */
export async function publishHome(desk: Desk, said: Said): Promise<void> {
  await showOnHome(desk, said, await say(desk, said));
}

/** The same with an answer that is known already. */
export async function showOnHome(desk: Desk, said: Said, message: Message): Promise<void> {
  const answered = { ...message, blocks: forView(message) };
  const help = await sayPlainly(desk, { ...said, text: 'help' });
  const { blocks } = joined(answered, help);
  await desk.slack.views.publish({
    user_id: said.userId,
    view: { type: 'home', blocks: blocks.slice(0, HOME_BLOCK_LIMIT) },
  });
}

async function sayPlainly(desk: Desk, said: Said): Promise<Message> {
  const message = await say(desk, said);
  return { ...message, blocks: forView(message) };
}
