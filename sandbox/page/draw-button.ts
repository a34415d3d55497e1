import type { Button, FeedbackButtons, IconButton, WorkflowButton } from '@slack/types';
import type { Answer } from './answer-sheet.ts';
import { drawEmojiText, isSafeAddress } from './draw-inline.ts';
import { make } from './make.ts';
import type { Spot } from './scene.ts';
import { tellApp } from './tell-app.ts';

export function drawButton(button: Button, spot: Spot): HTMLElement {
  const answer = {
    text: button.text,
    ...(button.value === undefined ? {} : { value: button.value }),
    ...(button.style === undefined ? {} : { style: button.style }),
  };
  if (button.url !== undefined) return drawLinkButton(button, button.url, answer, spot);
  return pressable(button, button.action_id ?? '', answer, spot, {
    words: button.text.text,
    className: button.style ?? '',
    label: button.accessibility_label ?? null,
  });
}

/** Slack opens the address and tells the app as well. */
function drawLinkButton(button: Button, url: string, answer: Answer, spot: Spot): HTMLElement {
  return make(
    'a',
    {
      class: `button ${button.style ?? ''}`,
      href: isSafeAddress(url) ? url : null,
      target: '_blank',
      rel: 'noopener noreferrer',
      'aria-label': button.accessibility_label,
      onclick: () => void tellApp(button, button.action_id ?? '', answer, spot),
    },
    drawEmojiText(button.text.text),
    make('span', { class: 'out', 'aria-hidden': 'true' }, ' ↗\uFE0E'),
  );
}

export function drawWorkflowButton(button: WorkflowButton): HTMLElement {
  return make(
    'button',
    { type: 'button', disabled: true, title: 'Workflows do not run in the sandbox' },
    drawEmojiText(button.text.text),
  );
}

export function drawIconButton(button: IconButton, spot: Spot): HTMLElement {
  const { visible_to_user_ids: seenBy, value } = button;
  const hidden = seenBy !== undefined && !seenBy.includes(spot.surface.scene.meId);
  const answer = { text: button.text, ...(value === undefined ? {} : { value }) };
  const drawn = pressable(button, button.action_id ?? '', answer, spot, {
    words: button.icon === 'trash' ? '🗑' : button.icon,
    className: 'icon',
    label: button.accessibility_label ?? button.text.text,
  });
  drawn.hidden = hidden;
  drawn.title = button.text.text;
  return drawn;
}

export function drawFeedback(buttons: FeedbackButtons, spot: Spot): HTMLElement {
  const draw = (side: FeedbackButtons['positive_button'], thumb: string): HTMLElement => {
    const answer = { text: side.text, value: side.value };
    return pressable({ type: buttons.type }, buttons.action_id ?? '', answer, spot, {
      words: `${thumb} ${side.text.text}`,
      className: 'quiet',
      label: side.accessibility_label ?? side.text.text,
    });
  };
  return make(
    'span',
    { class: 'feedback' },
    draw(buttons.positive_button, '👍'),
    draw(buttons.negative_button, '👎'),
  );
}

interface Look {
  readonly words: string;
  readonly className: string;
  readonly label: string | null;
}

/** A button that is busy until the app has answered, so that a second press is not lost on it. */
function pressable(
  element: Parameters<typeof tellApp>[0],
  actionId: string,
  answer: Answer,
  spot: Spot,
  look: Look,
): HTMLButtonElement {
  const press = async (): Promise<void> => {
    if (drawn.getAttribute('aria-busy') === 'true') return;
    drawn.setAttribute('aria-busy', 'true');
    try {
      await tellApp(element, actionId, answer, spot);
    } finally {
      drawn.removeAttribute('aria-busy');
    }
  };
  const drawn = make(
    'button',
    {
      type: 'button',
      class: look.className,
      'aria-label': look.label,
      'data-action': actionId,
      onclick: () => void press(),
    },
    drawEmojiText(look.words),
  );
  return drawn;
}
