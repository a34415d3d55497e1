import type { SandboxMessage, SandboxPerson } from '../protocol.ts';
import { type AnswerSheet, answerSheet } from './answer-sheet.ts';
import { ask } from './ask.ts';
import type { Desk, Moves } from './desk.ts';
import { drawBlocks } from './draw-block.ts';
import { drawMrkdwn } from './draw-mrkdwn.ts';
import { make } from './make.ts';
import { menuButton } from './menu.ts';
import { say } from './notice.ts';
import type { Scene, Surface } from './scene.ts';

export interface Row {
  readonly element: HTMLElement;
  readonly message: SandboxMessage;
  readonly answers: AnswerSheet;
}

export interface RowOptions {
  readonly desk: Desk;
  readonly moves: Moves;
  /** What is said in its thread, or null inside a thread. */
  readonly replies: readonly SandboxMessage[] | null;
  readonly previous: Row | null;
}

/** One message, with who said it, its blocks and what can be done with it. */
export function messageRow(message: SandboxMessage, options: RowOptions): Row {
  const { desk, previous } = options;
  const answers = answerSheet(previous?.answers);
  const author = authorOf(message, desk.scene);
  const body = messageBody(message, messageSurface(message, desk, answers));
  const isPrivate = message.ephemeralTo !== null;
  const element = make(
    'article',
    {
      class: isPrivate ? 'message private' : 'message',
      'data-ts': message.ts,
      tabindex: -1,
      'aria-label': `${author.name}, ${clockTime(message.ts, desk.scene)}`,
    },
    drawFace(author),
    make(
      'div',
      { class: 'message-main' },
      isPrivate ? make('div', { class: 'only-you' }, 'Only visible to you') : null,
      message.inReplyTo === null
        ? null
        : make('div', { class: 'in-reply' }, make('code', {}, message.inReplyTo)),
      drawHead(message, author, desk.scene),
      body.element,
      message.editedAt === null || isPrivate ? null : make('span', { class: 'faint' }, '(edited)'),
      drawThreadLink(message, options),
    ),
    drawTools(message, options, body.toggle),
  );
  return { element, message, answers };
}

/** The blocks of a message, with a way to see the plain text that screen readers get instead. */
export function messageBody(
  message: Pick<SandboxMessage, 'text' | 'blocks'>,
  surface: Surface,
): { readonly element: HTMLElement; readonly toggle: HTMLElement | null } {
  const plain = drawMrkdwn(message.text, surface.scene);
  if (message.blocks.length === 0) return { element: plain, toggle: null };

  const blocks = drawBlocks(message.blocks, surface);
  plain.classList.add('plain-text');
  plain.hidden = true;
  const flip = (): void => {
    plain.hidden = !plain.hidden;
    blocks.hidden = !plain.hidden;
    toggle.setAttribute('aria-pressed', String(!plain.hidden));
  };
  const toggle = make(
    'button',
    { type: 'button', class: 'quiet', 'aria-pressed': 'false', onclick: flip },
    'Show as plain text',
  );
  return { element: make('div', { class: 'message-body' }, blocks, plain), toggle };
}

export function authorOf(message: SandboxMessage, scene: Scene): SandboxPerson {
  const person = scene.people.get(message.userId);
  if (person !== undefined && !message.fromSlack) return person;
  return {
    id: message.userId,
    handle: 'slackbot',
    name: message.fromSlack ? 'Slackbot' : message.userId,
    title: '',
    timeZone: 'UTC',
    isBot: !message.fromSlack,
    isGuest: false,
    color: '#5b6472',
  };
}

function drawFace({ name, color }: SandboxPerson): HTMLElement {
  const face = make('div', { class: 'face', 'aria-hidden': 'true' }, initialsOf(name));
  face.style.backgroundColor = color;
  return face;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [name.slice(0, 1)];
  return letters.map((word) => word?.charAt(0).toUpperCase()).join('');
}

function drawHead(message: SandboxMessage, author: SandboxPerson, scene: Scene): HTMLElement {
  const moment = new Date(Number(message.ts) * 1000);
  const whole = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: scene.timeZone,
  });
  return make(
    'div',
    { class: 'message-head' },
    make('span', { class: 'author' }, author.name),
    author.isBot ? make('span', { class: 'tag' }, 'APP') : null,
    author.isGuest ? make('span', { class: 'tag' }, 'GUEST') : null,
    make(
      'time',
      { datetime: moment.toISOString(), title: `${whole.format(moment)}, ${scene.timeZone}` },
      clockTime(message.ts, scene),
    ),
  );
}

function clockTime(ts: string, { timeZone }: Scene): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return format.format(Number(ts) * 1000);
}

function messageSurface(message: SandboxMessage, desk: Desk, answers: AnswerSheet): Surface {
  const where = {
    userId: desk.me.id,
    channelId: message.channelId,
    messageTs: message.ts,
  };
  return {
    scene: desk.scene,
    answers,
    channelId: message.channelId,
    press: (press) => ask('press', { ...where, ...press, state: answers.state() }),
    offer: async (press, letters) => {
      const answer = await ask('options', { ...where, ...press, value: letters });
      if (!answer.ok) say(answer.error ?? 'The app offered nothing.');
      return answer.options ?? [];
    },
  };
}

function drawThreadLink(
  message: SandboxMessage,
  { replies, moves }: RowOptions,
): HTMLElement | null {
  if (replies === null || replies.length === 0) return null;
  const words = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  return make(
    'button',
    { type: 'button', class: 'thread-link', onclick: () => openThread(message, moves) },
    words,
  );
}

function drawTools(
  message: SandboxMessage,
  { desk, moves, replies }: RowOptions,
  toggle: HTMLElement | null,
): HTMLElement {
  const shared = message.ephemeralTo === null;
  const shortcuts = desk.world.shortcuts.filter(({ type }) => type === 'message');
  const reply =
    shared && replies !== null
      ? make(
          'button',
          { type: 'button', class: 'quiet', onclick: () => openThread(message, moves) },
          'Reply in thread',
        )
      : null;
  const more =
    shared && shortcuts.length > 0
      ? menuButton({ words: '⋯', label: 'Message shortcuts', className: 'quiet' }, () =>
          shortcuts.map(({ name, callbackId }) => ({
            words: name,
            choose: () => void runShortcut(message, callbackId, desk),
          })),
        )
      : null;
  const label = 'What you can do with this message';
  const tools = make(
    'div',
    { class: 'message-tools', role: 'group', 'aria-label': label },
    toggle,
    reply,
    more,
  );
  tools.hidden = tools.childElementCount === 0;
  return tools;
}

function openThread(message: SandboxMessage, moves: Moves): void {
  moves.go({ channelId: message.channelId, threadTs: message.threadTs ?? message.ts });
}

async function runShortcut(message: SandboxMessage, callbackId: string, desk: Desk): Promise<void> {
  const { channelId, ts: messageTs } = message;
  const answer = await ask('shortcut', { userId: desk.me.id, callbackId, channelId, messageTs });
  if (!answer.ok) say(answer.error ?? 'The app did not take that.');
}
