import type { ConfirmationDialog } from '@slack/types';
import { drawText } from './draw-mrkdwn.ts';
import { freshId, make } from './make.ts';
import type { Scene } from './scene.ts';

/** Asks before something happens; true at once when the app wants no question. */
export function confirmFirst(
  question: ConfirmationDialog | undefined,
  scene: Scene,
): Promise<boolean> {
  if (question === undefined) return Promise.resolve(true);
  const titleId = freshId('confirm');
  const yes = make(
    'button',
    { type: 'submit', value: 'yes', class: question.style === 'danger' ? 'danger' : 'primary' },
    question.confirm?.text ?? 'Yes',
  );
  const dialog = make(
    'dialog',
    { class: 'confirm', 'aria-labelledby': titleId },
    make(
      'form',
      { method: 'dialog' },
      make('h2', { id: titleId }, question.title?.text ?? 'Are you sure?'),
      drawText(question.text, scene),
      make(
        'div',
        { class: 'dialog-foot' },
        make('button', { type: 'submit', value: 'no' }, question.deny?.text ?? 'Cancel'),
        yes,
      ),
    ),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.showModal();
    yes.focus();
  });
}
