import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { splitText } from '../messages/cut.ts';
import type { Message } from '../messages/message.ts';
import { joined } from '../messages/pieces.ts';
import { type Desk, type Said, say } from './desk.ts';

export type HomeArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** What a Home tab takes; the newer blocks are for messages alone. */
const HOME_BLOCKS = new Set([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'rich_text',
  'section',
]);
const HOME_BLOCK_LIMIT = 100;
const SECTION_LIMIT = 3000;

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
  const answered = plainEnough(await say(desk, said));
  const help = plainEnough(await say(desk, { ...said, text: 'help' }));
  const { blocks } = joined(answered, help);
  await desk.slack.views.publish({
    user_id: said.userId,
    view: { type: 'home', blocks: blocks.slice(0, HOME_BLOCK_LIMIT) },
  });
}

/** The message as it is or, when some of its blocks may not stand there, with its text in their place. */
function plainEnough(message: Message): Message {
  if (message.blocks.every(({ type }) => HOME_BLOCKS.has(type))) return message;
  const sections = splitText(message.text, SECTION_LIMIT).map((part): KnownBlock => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part, verbatim: true },
    expand: true,
  }));
  const buttons = message.blocks.filter(({ type }) => type === 'actions');
  return { ...message, blocks: [...sections, ...buttons] };
}
