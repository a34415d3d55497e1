import type { Overflow } from '@slack/types';
import { menuButton } from './menu.ts';
import { isSafeAddress } from './draw-inline.ts';
import type { Spot } from './scene.ts';
import { tellApp } from './tell-app.ts';

export function drawOverflow(element: Overflow, spot: Spot): HTMLElement {
  const look = { words: '⋯', label: 'More choices', className: 'icon' };
  return menuButton(look, () =>
    element.options.map((option) => ({
      words: option.text.text,
      detail: option.description?.text,
      choose: () => {
        if (option.url !== undefined && isSafeAddress(option.url)) {
          window.open(option.url, '_blank', 'noopener,noreferrer');
        }
        void tellApp(element, element.action_id ?? '', { selected_option: option }, spot);
      },
    })),
  );
}
