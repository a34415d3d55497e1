import type { OpenView } from '../protocol.ts';
import { type AnswerSheet, answerSheet } from './answer-sheet.ts';
import { ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { drawBlocks } from './draw-block.ts';
import { drawEmojiText } from './draw-inline.ts';
import { freshId, make } from './make.ts';
import { viewSurface } from './view-surface.ts';

/** Shows the top of one's stack of modals; the browser's own dialog keeps the focus inside. */
export function modalStack(): { draw(desk: Desk): void } {
  const titleId = freshId('modal');
  const dialog = make('dialog', { class: 'modal', 'aria-labelledby': titleId });
  const sheets = new Map<string, AnswerSheet>();
  let shown: OpenView | null = null;
  let userId = '';
  document.body.append(dialog);

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void closeTop();
  });
  dialog.addEventListener('keydown', keepFocusInside);

  function closeTop(): Promise<unknown> {
    return shown === null ? Promise.resolve() : ask('close-view', { userId, viewId: shown.id });
  }

  async function submit(viewId: string, trouble: HTMLElement): Promise<void> {
    const state = sheets.get(viewId)?.state() ?? {};
    const wrong = invalidFields(dialog);
    if (Object.keys(wrong).length > 0) {
      showErrors(dialog, wrong);
      return;
    }
    const answer = await ask('submit-view', { userId, viewId, state });
    showErrors(dialog, answer.errors ?? {});
    trouble.textContent = answer.ok || answer.errors !== undefined ? '' : (answer.error ?? '');
  }

  return {
    draw(desk) {
      const stack = desk.world.views.filter((open) => open.userId === desk.me.id);
      const top = stack.at(-1) ?? null;
      if (top?.view === shown?.view && desk.me.id === userId) return;
      userId = desk.me.id;
      const isNew = top?.id !== shown?.id;
      shown = top;
      for (const id of sheets.keys()) {
        if (!stack.some((open) => open.id === id)) sheets.delete(id);
      }
      if (top === null) {
        dialog.close();
        dialog.replaceChildren();
        return;
      }
      const held = focusedPlace(dialog);
      drawTop(top, stack.length, desk);
      if (!dialog.open) dialog.showModal();
      if (isNew) firstField(dialog)?.focus();
      else if (held !== null) dialog.querySelector<HTMLElement>(held)?.focus();
    },
  };

  function drawTop({ id, view }: OpenView, depth: number, desk: Desk): void {
    if (view.type !== 'modal') return;
    const answers = answerSheet(sheets.get(id) ?? null);
    sheets.set(id, answers);
    const trouble = make('div', { class: 'input-error', role: 'alert' });
    const closeWords = view.close?.text ?? (depth > 1 ? 'Back' : 'Cancel');
    const form = make(
      'form',
      { novalidate: true },
      make(
        'div',
        { class: 'dialog-head' },
        make('h2', { id: titleId }, drawEmojiText(view.title.text)),
        depth > 1 ? make('span', { class: 'faint' }, `step ${depth}`) : null,
        make(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': 'Close this window',
            onclick: () => void closeTop(),
          },
          '✕',
        ),
      ),
      make(
        'div',
        { class: 'dialog-body' },
        drawBlocks(view.blocks, viewSurface(id, desk, answers)),
      ),
      trouble,
      make(
        'div',
        { class: 'dialog-foot' },
        make('button', { type: 'button', onclick: () => void closeTop() }, closeWords),
        view.submit === undefined
          ? null
          : make('button', { type: 'submit', class: 'primary' }, view.submit.text),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void submit(id, trouble);
    });
    dialog.replaceChildren(form);
  }
}

/** What the browser itself can tell is wrong, by block. */
function invalidFields(dialog: HTMLElement): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const group of dialog.querySelectorAll<HTMLElement>('.input')) {
    const field = group.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
    if (field === null || field.value === '' || field.validity.valid) continue;
    wrong[group.dataset['block'] ?? ''] = field.validationMessage;
  }
  return wrong;
}

function showErrors(dialog: HTMLElement, errors: Readonly<Record<string, string>>): void {
  let first: HTMLElement | null = null;
  for (const group of dialog.querySelectorAll<HTMLElement>('.input')) {
    const words = errors[group.dataset['block'] ?? ''];
    const line = group.querySelector('.input-error');
    const field = group.querySelector<HTMLElement>('input, textarea, select, button');
    if (line !== null) line.textContent = words ?? '';
    group.classList.toggle('wrong', words !== undefined);
    field?.setAttribute('aria-invalid', String(words !== undefined));
    if (words !== undefined) first ??= field;
  }
  first?.focus();
}

const FIELDS = 'input:not([type=hidden]), textarea, select, button, a[href]';

function firstField(dialog: HTMLElement): HTMLElement | null {
  const fields = [...dialog.querySelectorAll<HTMLElement>(FIELDS)].filter((field) =>
    field.checkVisibility(),
  );
  const inside = fields.filter((field) => field.closest('.dialog-body') !== null);
  return (
    inside.find((field) => field.hasAttribute('autofocus')) ?? inside[0] ?? fields.at(-1) ?? null
  );
}

/** A selector for the field in use, so that it has the focus again once the modal is redrawn. */
function focusedPlace(dialog: HTMLElement): string | null {
  const field = document.activeElement;
  const block = field?.closest<HTMLElement>('[data-block]')?.dataset['block'];
  if (field === null || block === undefined || !dialog.contains(field)) return null;
  return `[data-block="${CSS.escape(block)}"] ${field.tagName.toLowerCase()}`;
}

function keepFocusInside(event: KeyboardEvent): void {
  if (event.key !== 'Tab' || !(event.currentTarget instanceof HTMLElement)) return;
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(FIELDS)].filter(
    (field) => field.checkVisibility() && !field.hasAttribute('disabled'),
  );
  const edge = event.shiftKey ? fields[0] : fields.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? fields.at(-1) : fields[0])?.focus();
}
