import type { SandboxEvent, World } from '../protocol.ts';
import { applyEvent } from './apply-event.ts';
import { conversation } from './conversation.ts';
import { type Desk, deskOf, type Moves, type Place } from './desk.ts';
import { hintCard } from './hint-card.ts';
import { listen } from './live.ts';
import { make } from './make.ts';
import { modalStack } from './modal.ts';
import { readAddress, writeAddress } from './place-address.ts';
import { sidebar } from './sidebar.ts';
import { threadPane } from './thread-pane.ts';
import { topBar } from './top-bar.ts';
import { readMarks } from './unread.ts';

const ACTING_AS = 'summit-sandbox-acting-as';

let world: World | null = null;
let meId = sessionStorage.getItem(ACTING_AS) ?? '';
let place: Place | null = readAddress(location.hash);
let lineOpen = false;
let planned = false;
const marks = readMarks();

const moves: Moves = {
  go(to) {
    place = { tab: 'messages', threadTs: null, ...to };
    if (writeAddress(place) !== location.hash) history.pushState(null, '', writeAddress(place));
    closeDrawer();
    draw();
  },
  actAs(userId) {
    meId = userId;
    sessionStorage.setItem(ACTING_AS, userId);
    if (place !== null) place = { ...place, threadTs: null };
    draw();
  },
  suggest(words) {
    middle.composer.fill(words);
  },
};

const top = topBar(toggleDrawer);
const side = sidebar(moves);
const hints = hintCard({ suggest: (words) => moves.suggest(words), nextDay: () => top.nextDay() });
const middle = conversation(moves, hints);
const thread = threadPane(moves);
const modals = modalStack();
const shade = make('div', { class: 'shade', onclick: closeDrawer });
window.addEventListener('popstate', () => {
  place = readAddress(location.hash);
  draw();
});
window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDrawer();
  if (startsALine(event)) middle.composer.focus();
});
listen({
  hear(event: SandboxEvent) {
    const first = world === null;
    world = applyEvent(world, event);
    if (first && world !== null) start(world);
    plan();
  },
  line(open) {
    lineOpen = open;
    plan();
  },
});

/** What was said before the page opened counts as read; an address may bring words to try. */
function start({ messages }: World): void {
  marks.start(messages);
  document.querySelector('.loading')?.remove();
  document.body.prepend(
    top.element,
    make('div', { class: 'columns' }, side.element, middle.element, thread.element, shade),
  );
  draw();
  const words = new URLSearchParams(location.search).get('say');
  const hasKeyboard = matchMedia('(hover: hover)').matches;
  if (words !== null || hasKeyboard) moves.suggest(words ?? '');
}

/** Several events at once are drawn once. */
function plan(): void {
  if (planned) return;
  planned = true;
  setTimeout(() => {
    planned = false;
    draw();
  }, 0);
}

function draw(): void {
  if (world === null) return;
  const desk = lookAt(world);
  for (const part of [top, side, middle, thread]) part.draw(desk);
  modals.draw(desk);
  document.title = `${desk.unread.size > 0 ? '• ' : ''}Summit sandbox`;
}

function lookAt(now: World): Desk {
  const { me, place: here } = deskOf(now, meId, place, new Set(), lineOpen);
  marks.see(me.id, here.channelId, now.messages);
  return deskOf(now, me.id, here, marks.unreadFor(me.id, now.messages), lineOpen);
}

/** A letter typed where no letter is taken belongs in the message box. */
function startsALine({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return false;
  const takesLetters = 'input, textarea, select, dialog, [role=dialog], [role=menu]';
  return document.activeElement?.closest(takesLetters) === null;
}

function toggleDrawer(): void {
  document.body.classList.toggle('drawer-open');
}

function closeDrawer(): void {
  document.body.classList.remove('drawer-open');
}
