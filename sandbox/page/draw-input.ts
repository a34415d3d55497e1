import type {
  Datepicker,
  DateTimepicker,
  EmailInput,
  FileInput,
  NumberInput,
  PlainTextInput,
  RichTextInput,
  Timepicker,
  URLInput,
} from '@slack/types';
import { make } from './make.ts';
import type { Spot } from './scene.ts';
import { startWith, tellApp } from './tell-app.ts';
import { secondsAt, wallTime } from './wall-time.ts';

type TextInput = PlainTextInput | EmailInput | URLInput | NumberInput;

const INPUT_TYPES = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
} as const;

export function drawTextInput(element: TextInput, spot: Spot): HTMLElement {
  const actionId = element.action_id ?? '';
  const start = startWith(
    actionId,
    { type: element.type, value: element.initial_value ?? null },
    spot,
  );
  const shared = {
    'aria-label': spot.label ?? element.placeholder?.text ?? 'Answer',
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load === true,
  };
  const limits =
    element.type === 'plain_text_input'
      ? { minlength: element.min_length, maxlength: element.max_length }
      : {};
  const input =
    element.type === 'plain_text_input' && element.multiline === true
      ? make('textarea', { ...shared, ...limits, rows: 4 })
      : make('input', {
          ...shared,
          ...limits,
          ...(element.type === 'number_input' ? numberLimits(element) : {}),
          type: INPUT_TYPES[element.type],
        });
  input.value = typeof start['value'] === 'string' ? start['value'] : '';

  const silent = { ...spot, silent: true };
  const when = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const current = (): { value: string | null } => ({
    value: input.value === '' ? null : input.value,
  });
  input.addEventListener('input', () => {
    const told = when.includes('on_character_entered') ? spot : silent;
    void tellApp(element, actionId, current(), told);
  });
  input.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || spot.silent) return;
    if (!when.includes('on_enter_pressed')) return;
    event.preventDefault();
    void tellApp(element, actionId, current(), spot);
  });
  return input;
}

function numberLimits(element: NumberInput): Record<string, string | undefined> {
  return {
    step: element.is_decimal_allowed ? 'any' : '1',
    min: element.min_value,
    max: element.max_value,
  };
}

/** The browser's own date and time fields, with the answer Slack would send. */
export function drawMomentInput(
  element: Datepicker | Timepicker | DateTimepicker,
  spot: Spot,
): HTMLElement {
  const actionId = element.action_id ?? '';
  const { key, type, initial } = momentOf(element);
  const { timeZone } = spot.surface.scene;
  const start = startWith(actionId, { type: element.type, [key]: initial }, spot);
  const input = make('input', {
    type,
    class: 'moment',
    'aria-label':
      spot.label ?? ('placeholder' in element ? element.placeholder?.text : null) ?? 'Pick a time',
    autofocus: element.focus_on_load === true,
  });
  const shown = start[key];
  if (typeof shown === 'string') input.value = shown;
  if (typeof shown === 'number') input.value = wallTime(shown, timeZone);
  input.addEventListener('change', () => {
    const typed = input.value === '' ? null : input.value;
    const value =
      typed === null || key !== 'selected_date_time' ? typed : secondsAt(typed, timeZone);
    void tellApp(element, actionId, { [key]: value }, spot);
  });
  return input;
}

function momentOf(element: Datepicker | Timepicker | DateTimepicker): {
  key: string;
  type: string;
  initial: string | number | null;
} {
  switch (element.type) {
    case 'datepicker':
      return { key: 'selected_date', type: 'date', initial: element.initial_date ?? null };
    case 'timepicker':
      return { key: 'selected_time', type: 'time', initial: element.initial_time ?? null };
    case 'datetimepicker':
      return {
        key: 'selected_date_time',
        type: 'datetime-local',
        initial: element.initial_date_time ?? null,
      };
  }
}

/** Plain words in, rich text out: enough for an app to read what a person wrote. */
export function drawRichTextInput(element: RichTextInput, spot: Spot): HTMLElement {
  const actionId = element.action_id ?? '';
  const start = startWith(
    actionId,
    { type: element.type, rich_text_value: element.initial_value ?? null },
    spot,
  );
  const input = make('textarea', {
    rows: Math.max(3, element.min_lines ?? 3),
    placeholder: element.placeholder?.text,
    'aria-label': spot.label ?? element.placeholder?.text ?? 'Answer',
  });
  input.value = wordsOf(start['rich_text_value']);
  input.addEventListener('input', () => {
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text: input.value }] };
    const value = input.value === '' ? null : { type: 'rich_text', elements: [section] };
    void tellApp(element, actionId, { rich_text_value: value }, { ...spot, silent: true });
  });
  return input;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'elements' in value ? wordsOf(value.elements) : '';
}

export function drawFileInput(element: FileInput, spot: Spot): HTMLElement {
  startWith(element.action_id ?? '', { type: element.type, files: [] }, spot);
  return make('div', { class: 'file-box' }, 'Files cannot be added in the sandbox.');
}
