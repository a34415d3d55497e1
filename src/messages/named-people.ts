import { cutTo } from './cut.ts';
import { escapeText } from './escape.ts';
import type { Message } from './message.ts';

/** The people a message mentions, by their ids. What others wrote is escaped, so nobody is mentioned in it. */
export function peopleIn({ text }: Message): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, id = '']) => id))];
}

/** The message with people's names instead of mentions, and no user group by its name: a mention in a channel calls them. */
export function withNames(message: Message, names: ReadonlyMap<string, string>): Message {
  const cut = (text: string, limit: number): string =>
    text
      .replaceAll(MENTION, (_, id: string) => escapeText(cutTo(names.get(id) ?? 'someone', limit)))
      .replaceAll(GROUP, 'a user group');
  const named = (text: string, limit: number): string => {
    const whole = cut(text, NAME_LIMIT);
    return whole.length > limit ? cut(text, SHORT_NAME_LIMIT) : whole;
  };
  return {
    text: named(message.text, MESSAGE_LIMIT),
    blocks: message.blocks.map((block) => inMarkup(block, (text) => named(text, TEXT_LIMIT))),
  };
}

const NAME_LIMIT = 60;
/** What Slack takes in all, and in one text of a block; the names of so many people are cut to the length of their ids. */
const MESSAGE_LIMIT = 4000;
const TEXT_LIMIT = 3000;
const SHORT_NAME_LIMIT = 8;

const MENTION = /<@([UW][A-Z0-9]+)>/g;
const GROUP = /<!subteam\^S[A-Z0-9]+>/g;

/** Changes every text that Slack reads as markup, however deep it stands. */
function inMarkup<T>(part: T, change: (text: string) => string): T;
function inMarkup(part: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(part)) return part.map((one) => inMarkup(one, change));
  if (typeof part !== 'object' || part === null) return part;
  const isMarkup = 'type' in part && part.type === 'mrkdwn';
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      isMarkup && name === 'text' && typeof value === 'string'
        ? change(value)
        : inMarkup(value, change),
    ]),
  );
}
