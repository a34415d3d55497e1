import type { SandboxEvent } from '../protocol.ts';
import { answerSheet } from './answer-sheet.ts';
import { freshId, make } from './make.ts';
import { messageBody } from './message-row.ts';
import { say } from './notice.ts';
import { type Scene, sceneOf, type Surface } from './scene.ts';

/** One message of the gallery, as the sandbox lists it. */
interface Piece {
  readonly title: string;
  /** The words after `/summit` that a person typed to get it. */
  readonly say: string;
  readonly message: Parameters<typeof messageBody>[0];
}

const NOBODY = { now: new Date(0).toISOString(), people: [], channels: [] };

const list = make('div', { class: 'gallery-list' });
const count = make('p', { class: 'faint', role: 'status' });
const filter = make('input', {
  type: 'search',
  'aria-label': 'Filter the messages',
  placeholder: 'Filter by title, typed words or text',
});
document.body.prepend(
  make(
    'main',
    { class: 'gallery' },
    make(
      'header',
      { class: 'gallery-head' },
      make('a', { href: '/' }, '← Back to the sandbox'),
      make('h1', {}, 'Every message Summit can say'),
      filter,
      count,
    ),
    list,
  ),
);
document.querySelector('.loading')?.remove();
await show();

async function show(): Promise<void> {
  const [pieces, scene] = await Promise.all([fetchPieces(), learnScene()]);
  const drawn = pieces.map((piece) => ({ piece, element: drawPiece(piece, scene) }));
  list.replaceChildren(...drawn.map(({ element }) => element));

  const narrow = (): void => {
    const letters = filter.value.trim().toLowerCase();
    let shown = 0;
    for (const { piece, element } of drawn) {
      const fits = wordsOf(piece).includes(letters);
      element.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = `${shown} of ${drawn.length} messages`;
  };
  filter.addEventListener('input', narrow);
  narrow();
}

async function fetchPieces(): Promise<readonly Piece[]> {
  const response = await fetch('/sandbox/gallery');
  return (await response.json()) as Piece[];
}

/** Names and the clock come with the first event of the live line; the gallery needs no other. */
function learnScene(): Promise<Scene> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/sandbox/live`);
  return new Promise((resolve) => {
    socket.addEventListener('error', () => resolve(sceneOf('', NOBODY)));
    socket.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as SandboxEvent;
      if (event.kind !== 'world') return;
      socket.close();
      const me = event.world.people.find(({ isBot }) => !isBot);
      resolve(sceneOf(me?.id ?? '', event.world));
    });
  });
}

function drawPiece(piece: Piece, scene: Scene): HTMLElement {
  const titleId = freshId('piece');
  const typed = `/summit ${piece.say}`.trim();
  const { element, toggle } = messageBody(piece.message, stillSurface(scene));
  return make(
    'article',
    { class: 'piece', 'aria-labelledby': titleId },
    make(
      'div',
      { class: 'piece-head' },
      make('h2', { id: titleId }, piece.title),
      make('a', { class: 'typed', href: `/?say=${encodeURIComponent(typed)}` }, typed),
      toggle,
    ),
    element,
  );
}

/** Nothing is sent from the gallery: a press tells what it would say. */
function stillSurface(scene: Scene): Surface {
  return {
    scene,
    answers: answerSheet(),
    channelId: null,
    press: ({ element }) => {
      const words = element['value'];
      say(
        typeof words === 'string'
          ? `This button says “/summit ${words}”.`
          : 'In the gallery nothing is sent.',
      );
      return Promise.resolve({ ok: true });
    },
    offer: () => Promise.resolve([]),
  };
}

function wordsOf({ title, say: typed, message }: Piece): string {
  return `${title} /summit ${typed} ${message.text}`.toLowerCase();
}
