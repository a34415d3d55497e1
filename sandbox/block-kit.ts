import { z } from 'zod';
import { block } from './block-kit/blocks.ts';
import { type Fault, type FaultCode, faultsOf, pointerTo } from './block-kit/faults.ts';
import { view as viewShape } from './block-kit/view.ts';

export { describeFault, type Fault } from './block-kit/faults.ts';

const MOST_TEXT = 40_000;
const MOST_UPDATED_TEXT = 4000;
const MOST_VIEW_BYTES = 250_000;
const MOST_BLOCKS = 50;

/** Not documented; reported by people whose messages were refused. */
const MOST_TEXT_IN_BLOCKS = 13_200;
const MOST_MARKDOWN = 12_000;
const MOST_TABLE_TEXT = 10_000;
const MOST_DATA_TABLE_TEXT = 20_000;

type Surface = 'message' | 'modal' | 'home';

/** Where the types that are not welcome everywhere may stand. */
const SURFACES: Readonly<Record<string, readonly Surface[]>> = {
  alert: ['modal'],
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  container: ['message'],
  context_actions: ['message'],
  data_table: ['message'],
  data_visualization: ['message'],
  datetimepicker: ['message', 'modal'],
  email_text_input: ['modal'],
  file_input: ['modal'],
  markdown: ['message'],
  number_input: ['modal'],
  plan: ['message'],
  table: ['message'],
  task_card: ['message'],
  url_text_input: ['modal'],
  workflow_button: ['message'],
};

const MOST_IN_A_MESSAGE: Readonly<Record<string, number>> = { table: 1, data_visualization: 2 };

const TEXT_FIELDS = new Set(['text', 'title', 'alt_text', 'caption', 'fallback', 'label', 'name']);

const blocksOfMessage = z.array(block).max(MOST_BLOCKS);

/** Everything Slack would refuse a message for; nothing when it would take it. */
export function checkMessage(
  message: { readonly text?: unknown; readonly blocks?: unknown },
  use: 'post' | 'update' = 'post',
): Fault[] {
  const { text, blocks } = message;
  const faults = checkText(text, use === 'update' ? MOST_UPDATED_TEXT : MOST_TEXT);
  if (blocks === undefined) return text === undefined || text === '' ? [noText()] : faults;

  const { error } = blocksOfMessage.safeParse(blocks);
  faults.push(
    ...faultsOf(error).map((fault) => ({ ...fault, pointer: `/blocks${fault.pointer}` })),
  );
  if (Array.isArray(blocks) && blocks.length === 0 && (text === undefined || text === ''))
    faults.push(noText());
  return [...faults, ...checkWhole(blocks, ['blocks'], 'message'), ...checkTotals(blocks)];
}

/** Everything Slack would refuse a modal or a Home tab for; nothing when it would take it. */
export function checkView(view: unknown): Fault[] {
  const { error } = viewShape.safeParse(view);
  const surface = isRecord(view) && view['type'] === 'home' ? 'home' : 'modal';
  const faults = [...faultsOf(error), ...checkWhole(view, [], surface)];
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > MOST_VIEW_BYTES) {
    faults.push(fault('', `must be at most ${MOST_VIEW_BYTES} bytes`, 'view_too_large'));
  }
  return faults;
}

function checkText(text: unknown, most: number): Fault[] {
  if (text === undefined) return [];
  if (typeof text !== 'string') return [fault('/text', 'must provide a string')];
  const faults: Fault[] = [];
  if (text.length > most)
    faults.push(fault('/text', `must be less than ${most + 1} characters`, 'msg_too_long'));
  if (!text.isWellFormed()) faults.push(fault('/text', 'must be well-formed Unicode'));
  return faults;
}

/** What can only be seen by looking at the whole: surfaces, names given twice, broken characters. */
function checkWhole(root: unknown, at: readonly PropertyKey[], surface: Surface): Fault[] {
  const faults: Fault[] = [];
  const seen = { block_id: new Set<string>(), action_id: new Set<string>() };
  let focused = 0;

  walk(root, at, (value, path) => {
    if (typeof value === 'string' && !value.isWellFormed()) {
      faults.push(fault(pointerTo(path), 'must be well-formed Unicode'));
    }
    if (!isRecord(value)) return;
    const { type } = value;
    if (typeof type === 'string' && SURFACES[type]?.includes(surface) === false) {
      faults.push(fault(pointerTo([...path, 'type']), `${type} is not allowed in a ${surface}`));
    }
    for (const name of ['block_id', 'action_id'] as const) {
      const given = value[name];
      if (typeof given !== 'string') continue;
      if (seen[name].has(given)) {
        faults.push(fault(pointerTo([...path, name]), `${name} "${given}" already exists`));
      }
      seen[name].add(given);
    }
    if (value['focus_on_load'] === true) {
      focused += 1;
      if (focused > 1)
        faults.push(fault(pointerTo(path), 'only one element can have focus_on_load'));
    }
  });
  return faults;
}

/** Slack's limits on a message as a whole. */
function checkTotals(blocks: unknown): Fault[] {
  const faults: Fault[] = [];
  const counts = new Map<string, number>();
  walk(blocks, [], (value) => {
    if (isRecord(value) && typeof value['type'] === 'string') {
      counts.set(value['type'], (counts.get(value['type']) ?? 0) + 1);
    }
  });
  for (const [type, most] of Object.entries(MOST_IN_A_MESSAGE)) {
    if ((counts.get(type) ?? 0) > most) {
      faults.push(fault('/blocks', `no more than ${most} ${type} allowed in a message`));
    }
  }

  const markdown = textWithin(blocks, 'markdown');
  const tables = textWithin(blocks, 'table');
  const dataTables = textWithin(blocks, 'data_table');
  const all = textIn(blocks) - dataTables;
  if (markdown > MOST_MARKDOWN) faults.push(tooLong('markdown', MOST_MARKDOWN));
  if (tables > MOST_TABLE_TEXT) faults.push(tooLong('table', MOST_TABLE_TEXT));
  if (dataTables > MOST_DATA_TABLE_TEXT) faults.push(tooLong('data_table', MOST_DATA_TABLE_TEXT));
  if (all > MOST_TEXT_IN_BLOCKS) {
    faults.push(
      fault(
        '/blocks',
        `${all} characters of text, over ${MOST_TEXT_IN_BLOCKS}`,
        'msg_blocks_too_long',
      ),
    );
  }
  return faults;
}

/** Characters of text in all blocks of one type. */
function textWithin(blocks: unknown, type: string): number {
  let sum = 0;
  walk(blocks, [], (value) => {
    if (isRecord(value) && value['type'] === type) sum += textIn(value);
  });
  return sum;
}

function textIn(root: unknown): number {
  let sum = 0;
  walk(root, [], (value, path) => {
    if (typeof value === 'string' && TEXT_FIELDS.has(String(path.at(-1)))) sum += value.length;
  });
  return sum;
}

function walk(
  value: unknown,
  path: readonly PropertyKey[],
  visit: (value: unknown, path: readonly PropertyKey[]) => void,
): void {
  visit(value, path);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...path, index], visit);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key], visit);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLong(type: string, most: number): Fault {
  return fault('/blocks', `no more than ${most} characters allowed over all ${type} blocks`);
}

function noText(): Fault {
  return fault('', 'no text', 'no_text');
}

function fault(pointer: string, reason: string, code: FaultCode = 'invalid_blocks'): Fault {
  return { pointer, reason, code };
}
