import { drawEmojiText } from './draw-inline.ts';
import { freshId, make } from './make.ts';
import { placeUnder } from './place-under.ts';

export interface MenuItem {
  readonly words: string;
  readonly detail?: string | undefined;
  choose(): void;
}

/** A button with a menu behind it: arrows move, Enter chooses, Escape closes. */
export function menuButton(
  look: { readonly words: string; readonly label: string; readonly className: string },
  items: () => readonly MenuItem[],
): HTMLElement {
  const menuId = freshId('menu');
  const menu = make('div', {
    id: menuId,
    class: 'popup menu',
    popover: 'auto',
    role: 'menu',
    'aria-label': look.label,
  });
  const opener = make(
    'button',
    {
      type: 'button',
      class: look.className,
      'aria-label': look.label,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      title: look.label,
      popovertarget: menuId,
    },
    look.words,
  );

  menu.addEventListener('beforetoggle', ({ newState }) => {
    opener.setAttribute('aria-expanded', String(newState === 'open'));
    if (newState !== 'open') return;
    menu.replaceChildren(...items().map((item) => drawItem(item)));
    menu.querySelector('button')?.setAttribute('autofocus', '');
  });
  menu.addEventListener('toggle', () => placeUnder(menu, opener));
  menu.addEventListener('keydown', (event) => {
    const rows = [...menu.querySelectorAll('button')];
    const at = rows.findIndex((row) => row === document.activeElement);
    if (event.key === 'ArrowDown') rows[(at + 1) % rows.length]?.focus();
    else if (event.key === 'ArrowUp') rows.at(at - 1)?.focus();
    else if (event.key === 'Home') rows[0]?.focus();
    else if (event.key === 'End') rows.at(-1)?.focus();
    else if (event.key === 'Tab') menu.hidePopover();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  });

  function drawItem(item: MenuItem): HTMLElement {
    const choose = (): void => {
      menu.hidePopover();
      opener.focus();
      item.choose();
    };
    return make(
      'button',
      { type: 'button', role: 'menuitem', tabindex: -1, onclick: choose },
      make('span', {}, drawEmojiText(item.words)),
      item.detail === undefined ? null : make('span', { class: 'faint' }, item.detail),
    );
  }

  return make('span', { class: 'menu-frame' }, opener, menu);
}
