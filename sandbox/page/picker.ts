import { drawEmojiText } from './draw-inline.ts';
import { freshId, make } from './make.ts';
import { placeUnder } from './place-under.ts';

/** Something a picker offers. */
export interface Choice {
  readonly id: string;
  readonly words: string;
  readonly detail: string | null;
  readonly group: string | null;
}

export interface PickerOptions {
  readonly label: string;
  readonly placeholder: string;
  readonly multiple: boolean;
  readonly max: number;
  readonly chosen: readonly Choice[];
  readonly minLetters: number;
  find(letters: string): Promise<readonly Choice[]>;
  /** False puts the picker back as it was. */
  choose(chosen: readonly Choice[]): Promise<boolean>;
}

/** A button that opens a list to search and choose from; the list works by keyboard alone. */
export function picker(options: PickerOptions): HTMLElement {
  const listId = freshId('list');
  const popupId = freshId('picker');
  let chosen = options.chosen;
  let shown: readonly Choice[] = [];
  let active = -1;
  let asked = 0;

  const opener = make('button', {
    type: 'button',
    class: 'select',
    'aria-haspopup': 'listbox',
    'aria-expanded': 'false',
    popovertarget: popupId,
  });
  const search = make('input', {
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    'aria-label': `Search ${options.label}`,
    placeholder: 'Search',
    autocomplete: 'off',
    autofocus: true,
  });
  const list = make('ul', {
    id: listId,
    role: 'listbox',
    'aria-label': options.label,
    'aria-multiselectable': options.multiple,
  });
  const hint = make('div', { class: 'faint picker-hint', role: 'status' });
  const popup = make(
    'div',
    { id: popupId, class: 'popup picker', popover: 'auto' },
    search,
    list,
    hint,
  );

  popup.addEventListener('beforetoggle', ({ newState }) => {
    opener.setAttribute('aria-expanded', String(newState === 'open'));
    if (newState !== 'open') return;
    search.value = '';
    void look();
  });
  popup.addEventListener('toggle', () => placeUnder(popup, opener));
  search.addEventListener('input', () => void look());
  search.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Enter' && active >= 0) void pick(shown[active]);
    else return;
    event.preventDefault();
  });

  async function look(): Promise<void> {
    asked += 1;
    const turn = asked;
    const letters = search.value.trim();
    if (letters.length < options.minLetters) {
      offer([], `Type at least ${options.minLetters} letters.`);
      return;
    }
    const found = await options.find(letters);
    if (turn === asked) offer(found, found.length === 0 ? 'Nothing matches.' : '');
  }

  function offer(choices: readonly Choice[], words: string): void {
    shown = choices;
    hint.textContent = words;
    const rows: HTMLElement[] = [];
    for (const [index, choice] of choices.entries()) {
      if (choice.group !== null && choice.group !== choices[index - 1]?.group) {
        rows.push(make('li', { class: 'group', role: 'presentation' }, choice.group));
      }
      rows.push(drawRow(choice, index));
    }
    list.replaceChildren(...rows);
    move(choices.length > 0 ? 0 : -1);
  }

  function drawRow(choice: Choice, index: number): HTMLElement {
    return make(
      'li',
      {
        role: 'option',
        id: `${listId}-${index}`,
        'aria-selected': String(isChosen(choice)),
        onclick: () => void pick(choice),
      },
      make('span', {}, drawEmojiText(choice.words)),
      choice.detail === null ? null : make('span', { class: 'faint' }, choice.detail),
    );
  }

  function move(to: number): void {
    active = shown.length === 0 ? -1 : (to + shown.length) % shown.length;
    for (const row of list.querySelectorAll('.active')) row.classList.remove('active');
    const row = document.getElementById(`${listId}-${active}`);
    row?.classList.add('active');
    row?.scrollIntoView({ block: 'nearest' });
    search.setAttribute('aria-activedescendant', row?.id ?? '');
  }

  async function pick(choice: Choice | undefined): Promise<void> {
    if (choice === undefined) return;
    const before = chosen;
    if (!options.multiple) chosen = [choice];
    else if (isChosen(choice)) chosen = chosen.filter(({ id }) => id !== choice.id);
    else if (chosen.length < options.max) chosen = [...chosen, choice];
    else hint.textContent = `No more than ${options.max}.`;
    if (options.multiple) {
      for (const [index, row] of shown.entries()) {
        const drawn = document.getElementById(`${listId}-${index}`);
        drawn?.setAttribute('aria-selected', String(isChosen(row)));
      }
    } else {
      popup.hidePopover();
      opener.focus();
    }
    show();
    if (await options.choose(chosen)) return;
    chosen = before;
    show();
  }

  function isChosen({ id }: Choice): boolean {
    return chosen.some((other) => other.id === id);
  }

  function show(): void {
    const words = chosen.map((choice) => choice.words).join(', ');
    opener.replaceChildren(
      make(
        'span',
        { class: words === '' ? 'select-words faint' : 'select-words' },
        drawEmojiText(words === '' ? options.placeholder : words),
      ),
      make('span', { class: 'arrow', 'aria-hidden': 'true' }, '▾'),
    );
    const state = words === '' ? options.placeholder : words;
    opener.setAttribute(
      'aria-label',
      state === options.label ? options.label : `${options.label}: ${state}`,
    );
  }

  show();
  return make('span', { class: 'picker-frame' }, opener, popup);
}
