import type {
  Button as SlackButton,
  ConfirmationDialog,
  KnownBlock,
  PlainTextElement,
} from '@slack/types';
import { cutTo, splitText } from './cut.ts';
import { escapeText, visible } from './escape.ts';
import type { Message } from './message.ts';
import { type Rendered, type Span, render } from './spans.ts';

/** The smallest part of a message: it moves to the next page whole. */
export interface Piece {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A button that says words for the person who presses it. */
export interface SayButton {
  readonly label: string;
  /** What stands after `/summit`. */
  readonly say: string;
  /** What to type instead, where what it says holds more than a person would type. */
  readonly type?: string;
  readonly primary?: boolean;
  /** What those hear who can't see what it stands beside, where its label is on other buttons too. */
  readonly heard?: string;
  /** What is asked first, where a slip would cost something. */
  readonly ask?: { readonly question: string; readonly yes: string; readonly no: string };
}

/** A piece never outgrows this, in Slack's characters; a section takes 3,000. */
const PIECE_LIMIT = 2000;

/** Slack cuts or refuses messages well below what its blocks allow one by one. */
const PAGE_TEXT_LIMIT = 3900;
const BUTTON_TEXT_LIMIT = PAGE_TEXT_LIMIT - PIECE_LIMIT;
const PAGE_BLOCK_LIMIT = 44;

/** More buttons than this stand in several rows, and more than that many rows are left out. */
const BUTTONS_A_ROW = 5;
const MOST_ROWS = 5;

/** A title at the top. A header takes 150 characters; a longer title is said in full below it. */
export function heading(title: string): Piece[] {
  const line = visible(title).replaceAll('\n', ' ').trim() || '–';
  const shown = cutTo(line, 148);
  const header: Piece = {
    text: escapeText(shown),
    blocks: [{ type: 'header', text: { type: 'plain_text', text: shown, emoji: false } }],
  };
  return shown === line ? [header] : [header, ...paragraph([line])];
}

/** A paragraph; a long one becomes several pieces. */
export function paragraph(spans: readonly Span[]): Piece[] {
  return inPieces(spans, section);
}

/** A sentence that quotes what someone typed: nothing in it is read as markup, stars and backticks neither. */
export function quoting(sentence: string): Piece {
  const text = cutTo(visible(sentence), PIECE_LIMIT / 5);
  return {
    text: escapeText(text),
    blocks: [{ type: 'section', text: { type: 'plain_text', text, emoji: false } }],
  };
}

/** Small print. */
export function smallPrint(spans: readonly Span[]): Piece[] {
  return inPieces(spans, context);
}

/** A line that reads otherwise on the page than in the text. */
export interface TwofoldLine {
  readonly shown: readonly Span[];
  readonly said: readonly Span[];
}

/** Lines that belong together, in as few sections as they fit in. */
export function lines(rows: readonly (readonly Span[] | TwofoldLine)[]): Piece[] {
  const all: Piece[] = [];
  let together: Rendered | null = null;
  for (const row of rows) {
    const line = renderLine(row);
    const longer: Rendered | null = together === null ? line : join(together, line);
    if (fits(longer)) {
      together = longer;
    } else {
      if (together !== null) all.push(...pieceOf(together, section));
      together = fits(line) ? line : null;
      if (together === null) all.push(...inPieces('shown' in row ? row.said : row, section));
    }
  }
  return together === null ? all : [...all, ...pieceOf(together, section)];
}

/** A short line with a button beside it. What can't stand in one section stands without the button. */
export function lineWithButton(line: readonly Span[] | TwofoldLine, button: SayButton): Piece[] {
  const [only, ...others] = lines([line]);
  const [block] = only?.blocks ?? [];
  if (only === undefined || others.length > 0 || block?.type !== 'section') return lines([line]);
  return [{ text: only.text, blocks: [{ ...block, accessory: sayButton(button, 0) }] }];
}

/** Buttons in a row of their own. */
export function buttonRow(buttons: readonly SayButton[]): Piece {
  return { text: buttonText(buttons), blocks: buttonRows([], buttons) };
}

export interface Composition {
  readonly pieces: readonly Piece[];
  /** What to say to get this message again, for its "Show more". */
  readonly words: string;
  /** Which part of it to show; the first is 1. */
  readonly part?: number;
  /** Below the last piece of every part. */
  readonly buttons?: readonly SayButton[];
  /** Whether the pieces already say what the buttons would. */
  readonly buttonsAreSaid?: boolean;
  /** Offered once the last part is shown: where the next page is. */
  readonly more?: string | null;
  /** What to say for all of it, where the message can't be asked for part by part. */
  readonly whole?: string | null;
}

/** A message within Slack's limits: what doesn't fit waits behind a "Show more" that says `part:2`. */
export function compose({
  pieces: all,
  words,
  part = 1,
  buttons = [],
  buttonsAreSaid = false,
  more = null,
  whole = null,
}: Composition): Message {
  const said = buttonsAreSaid ? [] : buttons;
  // The same room for every part, so that each begins where the one before it ended.
  const below = buttonText([...said, showMore(more ?? whole ?? `${words} part:000000`)]);
  const { shown, isLast } = partOf(all, part, PAGE_TEXT_LIMIT - below.length);
  const next = isLast ? more : (whole ?? `${words} part:${part + 1}`);
  const going = next === null ? [] : [showMore(next)];

  const text = [...shown.map((piece) => piece.text), buttonText([...going, ...said])];
  const blocks = shown.flatMap((piece) => piece.blocks);
  blocks.push(...buttonRows(going, buttons.slice(0, BUTTONS_A_ROW * MOST_ROWS)));
  return { text: text.join('\n').trimEnd(), blocks };
}

/** All in one row, or in rows of a few when they are many. */
function buttonRows(going: readonly SayButton[], buttons: readonly SayButton[]): KnownBlock[] {
  const all = [...going, ...buttons].map(sayButton);
  const rows =
    buttons.length <= BUTTONS_A_ROW
      ? [all]
      : [
          all.slice(0, going.length),
          ...Array.from({ length: Math.ceil(buttons.length / BUTTONS_A_ROW) }, (_, row) =>
            all.slice(going.length).slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
          ),
        ];
  return rows.filter((row) => row.length > 0).map((elements) => ({ type: 'actions', elements }));
}

function showMore(say: string): SayButton {
  return { label: 'Show more', say };
}

/** What to type instead of pressing. */
function buttonText(row: readonly SayButton[]): string {
  const text = row.map(
    ({ label, say, type = say }) => render([cutTo(visible(label), 40), `: /summit ${type}`]).text,
  );
  while (text.join('\n').length > BUTTON_TEXT_LIMIT) text.pop();
  return text.join('\n');
}

/** Two messages as one, the buttons of both told apart. Both must be short. */
export function joined(first: Message, second: Message): Message {
  return {
    text: `${first.text}\n${second.text}`,
    blocks: toldApart([...first.blocks, ...second.blocks]),
  };
}

/** The blocks with their buttons counted through, as no two in one place may have one name. */
export function toldApart(blocks: readonly KnownBlock[]): KnownBlock[] {
  let index = 0;
  const name = (given: string | undefined): string =>
    given?.startsWith('say:') === true ? `say:${index++}` : (given ?? '');
  return blocks.map((block) => {
    if (block.type === 'actions') {
      const elements = block.elements.map((element) => ({
        ...element,
        action_id: name(element.action_id),
      }));
      return { ...block, elements };
    }
    if (block.type !== 'section' || block.accessory?.type !== 'button') return block;
    return {
      ...block,
      accessory: { ...block.accessory, action_id: name(block.accessory.action_id) },
    };
  });
}

/** The Block Kit button for words to say. `index` tells it apart from the others of its message. */
function sayButton({ label, say, primary, heard, ask }: SayButton, index: number): SlackButton {
  return {
    type: 'button',
    action_id: `say:${index}`,
    text: { type: 'plain_text', text: onButton(label), emoji: false },
    value: say.toWellFormed(),
    ...(primary === true ? { style: 'primary' } : {}),
    ...(heard === undefined ? {} : { accessibility_label: onButton(heard) }),
    ...(ask === undefined ? {} : { confirm: dialogOf(label, ask) }),
  };
}

function dialogOf(label: string, ask: NonNullable<SayButton['ask']>): ConfirmationDialog {
  const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  return {
    title: plain(onButton(label)),
    text: plain(cutTo(visible(ask.question), 300)),
    confirm: plain(cutTo(ask.yes, 30)),
    deny: plain(cutTo(ask.no, 30)),
  };
}

function onButton(words: string): string {
  return cutTo(visible(words).replaceAll('\n', ' '), 74) || '–';
}

function partOf(
  all: readonly Piece[],
  part: number,
  limit: number,
): { shown: readonly Piece[]; isLast: boolean } {
  let start = 0;
  for (let turn = 1; ; turn += 1) {
    const end = endOfPart(all, start, limit);
    const isLast = end >= all.length;
    if (turn >= part || isLast) return { shown: all.slice(start, end), isLast };
    start = end;
  }
}

function endOfPart(all: readonly Piece[], start: number, limit: number): number {
  let characters = 0;
  let blocks = 0;
  let end = start;
  for (const piece of all.slice(start)) {
    characters += piece.text.length + 1;
    blocks += piece.blocks.length;
    if (end > start && (characters > limit || blocks > PAGE_BLOCK_LIMIT)) break;
    end += 1;
  }
  return end;
}

function renderLine(row: readonly Span[] | TwofoldLine): Rendered {
  if (!('shown' in row)) return render(row);
  return { mrkdwn: render(row.shown).mrkdwn, text: render(row.said).text };
}

function join(above: Rendered, below: Rendered): Rendered {
  return { mrkdwn: `${above.mrkdwn}\n${below.mrkdwn}`, text: `${above.text}\n${below.text}` };
}

function fits({ mrkdwn, text }: Rendered): boolean {
  return mrkdwn.length <= PIECE_LIMIT && text.length <= PIECE_LIMIT;
}

function inPieces(spans: readonly Span[], block: (mrkdwn: string) => KnownBlock): Piece[] {
  const whole = render(spans);
  if (fits(whole)) return pieceOf(whole, block);

  const all: Piece[] = [];
  let together: Span[] = [];
  for (const span of spans.flatMap(shortSpans)) {
    if (together.length > 0 && !fits(render([...together, span]))) {
      all.push(...pieceOf(render(together), block));
      together = [];
    }
    together.push(span);
  }
  return [...all, ...pieceOf(render(together), block)];
}

/** Slack refuses an empty block, so nothing to say is no piece. */
function pieceOf({ mrkdwn, text }: Rendered, block: (mrkdwn: string) => KnownBlock): Piece[] {
  return mrkdwn.trim() === '' ? [] : [{ text, blocks: [block(mrkdwn)] }];
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, expand: true };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** Text in stretches that fit a piece even when every character of it needs escaping. */
function shortSpans(span: Span): Span[] {
  if (typeof span === 'string') return splitText(visible(span), PIECE_LIMIT / 5);
  if ('bold' in span) return parted(span, span.bold);
  if ('code' in span) return parted(span, span.code);
  if ('person' in span || 'group' in span || 'channel' in span) return [span];
  return [{ url: span.url, label: cutTo(visible(span.label), PIECE_LIMIT / 5) }];
}

/** What has to be parted is neither bold nor code: marks around each part would stand amid the words. */
function parted(span: Span, words: string): Span[] {
  const parts = splitText(visible(words), PIECE_LIMIT / 5);
  return parts.length === 1 ? [span] : parts;
}
