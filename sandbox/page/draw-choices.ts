import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { drawText } from './draw-mrkdwn.ts';
import { freshId, make } from './make.ts';
import type { Scene, Spot } from './scene.ts';
import { startWith, tellApp } from './tell-app.ts';

export function drawCheckboxes(element: Checkboxes, spot: Spot): HTMLElement {
  const actionId = element.action_id ?? '';
  const start = startWith(
    actionId,
    { type: element.type, selected_options: element.initial_options ?? [] },
    spot,
  );
  const chosen = new Set((start['selected_options'] as Option[]).map((option) => option.value));

  const tell = async (option: Option, box: HTMLInputElement): Promise<void> => {
    if (box.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    const answer = { selected_options: element.options.filter(({ value }) => chosen.has(value)) };
    if (await tellApp(element, actionId, answer, spot)) return;
    box.checked = !box.checked;
    if (box.checked) chosen.add(option.value);
    else chosen.delete(option.value);
  };

  return drawGroup('group', spot, element.options, (option) => {
    const box = make('input', { type: 'checkbox', checked: chosen.has(option.value) });
    box.addEventListener('change', () => void tell(option, box));
    return box;
  });
}

export function drawRadios(element: RadioButtons, spot: Spot): HTMLElement {
  const actionId = element.action_id ?? '';
  const name = freshId('radio');
  const start = startWith(
    actionId,
    { type: element.type, selected_option: element.initial_option ?? null },
    spot,
  );
  const chosen = (start['selected_option'] as Option | null)?.value;

  return drawGroup('radiogroup', spot, element.options, (option) => {
    const box = make('input', { type: 'radio', name, checked: option.value === chosen });
    box.addEventListener(
      'change',
      () => void tellApp(element, actionId, { selected_option: option }, spot),
    );
    return box;
  });
}

function drawGroup(
  role: string,
  { label, surface: { scene } }: Spot,
  options: readonly Option[],
  drawBox: (option: Option) => HTMLInputElement,
): HTMLElement {
  return make(
    'div',
    { class: 'choices', role, 'aria-label': label },
    ...options.map((option) => make('label', {}, drawBox(option), drawOption(option, scene))),
  );
}

function drawOption(option: Option, scene: Scene): HTMLElement {
  return make(
    'span',
    {},
    drawText(option.text, scene),
    option.description === undefined
      ? null
      : make('span', { class: 'faint' }, drawText(option.description, scene)),
  );
}
