import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { splitText } from '../messages/cut.ts';
import type { Message } from '../messages/message.ts';
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
  });
}

/** Puts the answer to some words on the person's Home tab, and below it what else they can say. */
export async function publishHome(desk: Desk, said: Said): Promise<void> {
  const answered = await say(desk, said);
  const help = await say(desk, { ...said, text: 'help' });
  const blocks: KnownBlock[] = [...blocksForHome(answered), { type: 'divider' }, ...sections(help)];
  await desk.slack.views.publish({
    user_id: said.userId,
    view: { type: 'home', blocks: blocks.slice(0, HOME_BLOCK_LIMIT) },
  });
}

/** The message's blocks or, when some of them may not stand there, its text and its buttons. */
function blocksForHome(message: Message): KnownBlock[] {
  if (message.blocks.every((block) => HOME_BLOCKS.has(block.type))) return [...message.blocks];
  return [...sections(message), ...message.blocks.filter((block) => block.type === 'actions')];
}

function sections({ text }: Message): KnownBlock[] {
  return splitText(text, SECTION_LIMIT).map((part) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part, verbatim: true },
    expand: true,
  }));
}
