import type { SandboxMessage } from '../protocol.ts';
import type { Desk, Moves } from './desk.ts';
import { byTime } from './desk.ts';
import { drawMrkdwn } from './draw-mrkdwn.ts';
import { longDay } from './day-words.ts';
import { make } from './make.ts';
import { authorOf, messageRow, type Row } from './message-row.ts';

const NEAR_THE_END = 80;

export interface MessageList {
  readonly element: HTMLElement;
  /** `withThreads` shows what was replied to each; inside a thread there is nothing to show. */
  draw(messages: readonly SandboxMessage[], desk: Desk, withThreads: boolean): void;
}

/** The messages of one place. Rows that did not change stay as they are, with what is open in them. */
export function messageList(label: string, moves: Moves): MessageList {
  const rows = new Map<string, Row & { readonly sign: string }>();
  const list = make('div', { class: 'messages' });
  const element = make('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': label,
  });
  const announcer = make('div', { class: 'unseen', 'aria-live': 'polite' });
  element.append(list, announcer);
  let shownIn = '';

  return {
    element,
    draw(messages, desk, withThreads) {
      const where = `${desk.me.id} ${desk.place.channelId} ${withThreads ? '' : desk.place.threadTs}`;
      const moved = where !== shownIn;
      const nearEnd =
        element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_THE_END;
      if (moved) rows.clear();
      shownIn = where;

      const fresh: Row[] = [];
      const kept = new Set<string>();
      const children: HTMLElement[] = [];
      let refocus: HTMLElement | null = null;
      let day = '';
      for (const message of messages) {
        const today = dayIn(message.ts, desk.scene.timeZone);
        if (today !== day) children.push(drawDay(today));
        day = today;

        const replies = withThreads ? repliesTo(message, desk) : null;
        const sign = `${replies?.length ?? 0} ${desk.world.shortcuts.length}`;
        const before = rows.get(message.ts) ?? null;
        let row = before;
        if (row === null || row.message !== message || row.sign !== sign) {
          row = { ...messageRow(message, { desk, moves, replies, previous: before }), sign };
          if (before?.element.contains(document.activeElement) === true) refocus = row.element;
          if (before === null || saysOtherwise(before.message, message)) fresh.push(row);
        }
        rows.set(message.ts, row);
        kept.add(message.ts);
        children.push(row.element);
      }
      if (children.length === 0) children.push(drawNothing());
      for (const ts of rows.keys()) if (!kept.has(ts)) rows.delete(ts);
      replaceKeeping(list, children);
      refocus?.focus({ preventScroll: true });
      if (moved) element.scrollTop = element.scrollHeight;
      else if (fresh.length > 0) tell(fresh, desk, nearEnd);
    },
  };

  /** Says what is new, and brings it into view from its first line on. */
  function tell(fresh: readonly Row[], desk: Desk, nearEnd: boolean): void {
    const last = fresh.at(-1);
    if (last === undefined) return;
    const heard = fresh.filter(({ message }) => message.userId !== desk.me.id);
    announcer.replaceChildren(
      ...heard.map(({ message }) => {
        const words = drawMrkdwn(message.text, desk.scene).textContent;
        return make('p', {}, `${authorOf(message, desk.scene).name}: ${words}`);
      }),
    );
    const mine = last.message.userId === desk.me.id || last.message.ephemeralTo === desk.me.id;
    if (!mine && !nearEnd) return;
    const end = element.scrollHeight - element.clientHeight;
    element.scrollTop = Math.min(end, last.element.offsetTop - list.offsetTop);
  }
}

/** Moves only what is out of place, so that focus and open menus stay. */
function replaceKeeping(list: HTMLElement, children: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(children);
  for (const child of list.querySelectorAll(':scope > *')) if (!wanted.has(child)) child.remove();
  for (const [index, child] of children.entries()) {
    const there = list.children[index];
    if (there !== child) list.insertBefore(child, there ?? null);
  }
}

/** A world sent anew brings equal messages, which are no news. */
function saysOtherwise(before: SandboxMessage, after: SandboxMessage): boolean {
  return before.text !== after.text || before.editedAt !== after.editedAt;
}

/** What only one person sees is no reply. */
function repliesTo(message: SandboxMessage, { world }: Desk): SandboxMessage[] {
  return world.messages
    .filter(
      ({ channelId, threadTs, ts }) =>
        channelId === message.channelId && threadTs === message.ts && ts !== message.ts,
    )
    .filter(({ ephemeralTo }) => ephemeralTo === null)
    .toSorted(byTime);
}

function dayIn(ts: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return format.format(Number(ts) * 1000);
}

function drawNothing(): HTMLElement {
  return make('p', { class: 'faint empty' }, 'Nothing has been said here yet.');
}

function drawDay(day: string): HTMLElement {
  return make('div', { class: 'day-line' }, make('span', {}, longDay(day)));
}
