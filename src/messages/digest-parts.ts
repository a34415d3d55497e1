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

/** What Slack takes in one message: characters that are said, with room for people's names, blocks, and characters of those. */
const TEXT_LIMIT = 3600;
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
    // Of many it is clear that they don't fit together, and most may never be shown.
    const few = items.length > BLOCK_LIMIT ? null : items.map((item) => item.show());
    if (open.length > 0 && few !== null && standsBetterAlone(open, [heading(title), ...few])) {
      messages.push(messageOf(open));
      open = [];
    }
    for (const [index, item] of items.entries()) {
      const pieces = few?.[index] ?? item.show();
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

/** True for a section that a message of its own would hold, and the open one does not. */
function standsBetterAlone(
  open: readonly Piece[],
  section: readonly (readonly Piece[])[],
): boolean {
  const pieces = section.flat();
  return fits(pieces) && !fits([...open, ...pieces]);
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
