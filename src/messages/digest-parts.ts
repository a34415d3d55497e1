import type { Message } from './message.ts';
import { heading, type Piece, toldApart } from './pieces.ts';

/** Things to tell under one title. */
export interface Section<Item extends Showable> {
  readonly title: string;
  readonly items: readonly Item[];
}

/** Something that stands in one message whole: it must fit there together with a title. */
export interface Showable {
  readonly show: () => readonly Piece[];
}

interface Parts<Item> {
  readonly messages: readonly Message[];
  /** What there was no message left for. */
  readonly left: readonly Item[];
}

/** What Slack takes in one message: characters that are said, blocks, and characters of those. */
const TEXT_LIMIT = 3900;
const BLOCK_LIMIT = 48;
const SIZE_LIMIT = 9900;

/** Sections as so many messages at most: parted between sections where that will do, or else between items. */
export function inParts<Item extends Showable>(
  sections: readonly Section<Item>[],
  most: number,
): Parts<Item> {
  const messages: Message[] = [];
  let open: readonly Piece[] = [];
  for (const [at, { title, items }] of sections.entries()) {
    if (open.length > 0 && fitsAlone(items) && !fits([...open, ...wholeOf(title, items)])) {
      messages.push(messageOf(open));
      open = [];
    }
    for (const [index, item] of items.entries()) {
      const pieces = item.show();
      const above = index === 0 ? heading(title) : [];
      if (open.length > 0 && fits([...open, ...above, ...pieces])) {
        open = [...open, ...above, ...pieces];
        continue;
      }
      if (open.length > 0) messages.push(messageOf(open));
      if (messages.length === most) {
        const later = sections.slice(at + 1).flatMap((section) => section.items);
        return { messages, left: [...items.slice(index), ...later] };
      }
      open = [...heading(index === 0 ? title : `${title}, continued`), ...pieces];
    }
  }
  return { messages: open.length === 0 ? messages : [...messages, messageOf(open)], left: [] };
}

/** Pieces as one message, whatever they are long. */
export function messageOf(pieces: readonly Piece[]): Message {
  return {
    text: pieces.map(({ text }) => text).join('\n'),
    blocks: toldApart(pieces.flatMap(({ blocks }) => blocks)),
  };
}

function fitsAlone(items: readonly Showable[]): boolean {
  return items.length <= BLOCK_LIMIT && fits(wholeOf('', items));
}

function wholeOf(title: string, items: readonly Showable[]): Piece[] {
  return [...heading(title), ...items.flatMap((item) => item.show())];
}

function fits(pieces: readonly Piece[]): boolean {
  let characters = 0;
  let blocks = 0;
  let size = 0;
  for (const piece of pieces) {
    characters += piece.text.length + 1;
    blocks += piece.blocks.length;
    size += JSON.stringify(piece.blocks).length;
  }
  return characters <= TEXT_LIMIT && blocks <= BLOCK_LIMIT && size <= SIZE_LIMIT;
}
