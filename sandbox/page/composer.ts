import { ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { freshId, make } from './make.ts';
import { type MenuItem, menuButton } from './menu.ts';
import { say } from './notice.ts';
import { type Offer, suggestFor } from './suggestions.ts';

export interface Composer {
  readonly element: HTMLElement;
  draw(desk: Desk, threadTs: string | null): void;
  /** Puts words into the box and the cursor behind them. */
  fill(words: string): void;
  focus(): void;
}

/** Lines sent from any message box of this page, newest last, for the up arrow. */
const sent: string[] = [];

/** The message box: Enter sends, Shift+Enter breaks the line, `/` and `@` open a list. */
export function composer(label: string): Composer {
  const listId = freshId('suggestions');
  let desk: Desk | null = null;
  let threadTs: string | null = null;
  let offer: Offer | null = null;
  let active = 0;
  let recalled = 0;
  let held = false;

  const box = make('textarea', {
    rows: 1,
    'aria-label': label,
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': listId,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const list = make('ul', { id: listId, role: 'listbox', class: 'suggestions', hidden: true });
  const hint = make('span', { class: 'unseen', role: 'status' });
  const trouble = make('div', { class: 'composer-trouble', role: 'alert' });
  const send = make(
    'button',
    { type: 'button', class: 'primary', onclick: () => void submit() },
    'Send',
  );
  const shortcuts = menuButton(
    { words: '⚡', label: 'Shortcuts', className: 'icon' },
    (): MenuItem[] => shortcutItems(),
  );
  const frame = make(
    'div',
    { class: 'composer-box' },
    box,
    make(
      'div',
      { class: 'composer-foot' },
      shortcuts,
      make('span', { class: 'faint keys' }, 'Enter sends · Shift+Enter starts a new line'),
      send,
    ),
  );
  const element = make('div', { class: 'composer' }, list, hint, trouble, frame);

  box.addEventListener('input', () => {
    recalled = 0;
    if (held) letGo();
    look();
  });
  box.addEventListener('click', () => look());
  box.addEventListener('blur', () => close());
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const taken = offer === null ? takeKey(event) : takeListKey(event);
    if (taken) event.preventDefault();
  });

  function takeListKey(event: KeyboardEvent): boolean {
    const count = offer?.suggestions.length ?? 0;
    const chosen = offer?.suggestions[active];
    switch (event.key) {
      case 'ArrowDown':
        mark((active + 1) % count);
        return true;
      case 'ArrowUp':
        mark((active - 1 + count) % count);
        return true;
      case 'Escape':
        close();
        return true;
      case 'Enter':
        if (event.shiftKey || chosen?.line.trim() === box.value.trim()) return takeKey(event);
        choose(active);
        return true;
      case 'Tab':
        if (event.shiftKey) return false;
        choose(active);
        return true;
      default:
        return false;
    }
  }

  function takeKey(event: KeyboardEvent): boolean {
    if (event.key === 'Enter' && !event.shiftKey) {
      void submit();
      return true;
    }
    const recalling = recalled > 0 || box.value === '';
    if (event.key === 'ArrowUp' && recalling) return recall(recalled + 1);
    if (event.key === 'ArrowDown' && recalled > 0) return recall(recalled - 1);
    return false;
  }

  function recall(back: number): boolean {
    if (back > sent.length) return true;
    recalled = back;
    write(back === 0 ? '' : (sent.at(-back) ?? ''));
    return true;
  }

  function write(words: string, cursor = words.length): void {
    box.value = words;
    box.setSelectionRange(cursor, cursor);
    grow();
  }

  function grow(): void {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }

  function look(): void {
    grow();
    if (desk === null) return;
    const found = suggestFor(box.value, box.selectionStart, desk.world.commands, desk.world.people);
    if (found === null) close();
    else open(found);
  }

  function open(found: Offer): void {
    offer = found;
    list.hidden = false;
    list.setAttribute('aria-label', found.label);
    list.replaceChildren(
      ...found.suggestions.map((suggestion, index) => {
        const row = make(
          'li',
          { role: 'option', id: `${listId}-${index}` },
          make('strong', {}, suggestion.words),
          make('span', { class: 'faint' }, suggestion.detail),
        );
        row.addEventListener('mousedown', (event) => {
          event.preventDefault();
          choose(index);
        });
        return row;
      }),
    );
    const count = found.suggestions.length;
    hint.textContent = `${count} ${count === 1 ? 'suggestion' : 'suggestions'}, arrows move, Tab takes one`;
    mark(0);
  }

  function close(): void {
    offer = null;
    list.hidden = true;
    list.replaceChildren();
    hint.textContent = '';
    box.removeAttribute('aria-activedescendant');
  }

  function mark(index: number): void {
    active = index;
    for (const [place, row] of [...list.children].entries()) {
      row.setAttribute('aria-selected', String(place === index));
      if (place === index) row.scrollIntoView({ block: 'nearest' });
    }
    box.setAttribute('aria-activedescendant', `${listId}-${index}`);
  }

  function choose(index: number): void {
    const chosen = offer?.suggestions[index];
    if (chosen === undefined) return;
    write(chosen.line, chosen.cursor);
    close();
  }

  async function submit(): Promise<void> {
    const text = box.value.trim();
    if (text === '' || desk === null) return;
    close();
    if (!desk.world.botHasStarted) {
      held = true;
      trouble.textContent = 'Summit is starting. Your line goes out as soon as it is ready.';
      return;
    }
    if (sent.at(-1) !== text) sent.push(text);
    recalled = 0;
    write('');
    trouble.textContent = '';
    const answer = await ask('say', {
      userId: desk.me.id,
      channelId: desk.place.channelId,
      text,
      ...(threadTs === null ? {} : { threadTs }),
    });
    if (answer.ok) return;
    trouble.textContent = answer.error ?? 'That was not sent.';
    if (box.value === '') write(text);
  }

  function letGo(): void {
    held = false;
    trouble.textContent = '';
  }

  function shortcutItems(): MenuItem[] {
    const me = desk?.me.id ?? '';
    const global = desk?.world.shortcuts.filter(({ type }) => type === 'global') ?? [];
    return global.map(({ name, callbackId }) => ({
      words: name,
      choose: () => void runShortcut(me, callbackId),
    }));
  }

  return {
    element,
    draw(now, thread) {
      if (desk?.lineOpen === false && now.lineOpen) trouble.textContent = '';
      desk = now;
      threadTs = thread;
      shortcuts.hidden = shortcutItems().length === 0;
      if (held && now.world.botHasStarted) {
        letGo();
        void submit();
      }
      box.placeholder = thread === null ? 'Try /summit status fentanyl' : 'Reply…';
    },
    focus: () => box.focus(),
    fill(words) {
      box.focus();
      write(words);
      close();
    },
  };
}

async function runShortcut(userId: string, callbackId: string): Promise<void> {
  const answer = await ask('shortcut', { userId, callbackId });
  if (!answer.ok) say(answer.error ?? 'The app did not take that.');
}
