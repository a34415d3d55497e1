import { make } from './make.ts';

const SEEN = 'summit-sandbox-hints-seen';

/** Three things to try first; it stays away once it has been closed. */
export function hintCard(moves: {
  suggest(words: string): void;
  nextDay(): Promise<void>;
}): HTMLElement {
  const card = make('section', { class: 'hints', 'aria-label': 'Three things to try' });
  const chip = (words: string, why: string, press: () => void): HTMLElement =>
    make(
      'li',
      {},
      make('button', { type: 'button', class: 'chip', onclick: press }, words),
      make('span', {}, why),
    );
  const again = async (): Promise<void> => {
    await moves.nextDay();
    moves.suggest('/summit status fentanyl');
  };
  const close = (): void => {
    card.remove();
    remember();
  };
  card.append(
    make(
      'div',
      { class: 'hints-head' },
      make('strong', {}, 'Three things to try'),
      make(
        'button',
        { type: 'button', class: 'quiet', 'aria-label': 'Close these hints', onclick: close },
        '✕',
      ),
    ),
    make(
      'ol',
      {},
      chip('/summit status fentanyl', 'Where one issue stands, and who says so', () =>
        moves.suggest('/summit status fentanyl'),
      ),
      chip('/summit status', 'The whole agenda at a glance', () => moves.suggest('/summit status')),
      chip(
        'Next day, then ask again',
        'The meeting happens, and statuses move',
        () => void again(),
      ),
    ),
  );
  card.hidden = wasSeen();
  return card;
}

function wasSeen(): boolean {
  return localStorage.getItem(SEEN) !== null;
}

function remember(): void {
  localStorage.setItem(SEEN, 'yes');
}
