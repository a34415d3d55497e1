import type { KnownBlock } from '@slack/types';
import { splitText } from '../messages/cut.ts';
import type { Message } from '../messages/message.ts';

/** What a Home tab and a modal take; the newer blocks are for messages alone. */
const PLAIN_BLOCKS = new Set([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'rich_text',
  'section',
]);
const SECTION_LIMIT = 3000;

/** The blocks of a message or, when some of them may not stand in a view, its text in their place. */
export function forView(message: Message): KnownBlock[] {
  if (message.blocks.every(({ type }) => PLAIN_BLOCKS.has(type))) return [...message.blocks];
  const sections = splitText(message.text, SECTION_LIMIT).map((part): KnownBlock => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part, verbatim: true },
    expand: true,
  }));
  return [...sections, ...message.blocks.filter(({ type }) => type === 'actions')];
}
