import type {
  DataTableBlock,
  RawNumberElement,
  RawTextElement,
  RichTextBlock,
  TableBlock,
} from '@slack/types';
import { drawEmojiText } from './draw-inline.ts';
import { drawRichText } from './draw-rich-text.ts';
import { make } from './make.ts';
import type { Scene } from './scene.ts';

type Cell = RichTextBlock | RawTextElement | RawNumberElement;

/** Slack's table: the first row is its head; it scrolls sideways on its own where it is too wide. */
export function drawTable(block: TableBlock, scene: Scene): HTMLElement {
  const settings = block.column_settings ?? [];
  const classes = (column: number): string => {
    const { align = 'left', is_wrapped: wrapped = false } = settings[column] ?? {};
    return `align-${align} ${wrapped ? 'wrapped' : 'unwrapped'}`;
  };
  const [head, ...rows] = block.rows;
  return frame(
    'Table',
    make(
      'table',
      {},
      head === undefined
        ? null
        : make(
            'thead',
            {},
            make(
              'tr',
              {},
              ...head.map((cell, column) =>
                make('th', { scope: 'col', class: classes(column) }, drawCell(cell, scene)),
              ),
            ),
          ),
      make(
        'tbody',
        {},
        ...rows.map((row) =>
          make(
            'tr',
            {},
            ...row.map((cell, column) =>
              make('td', { class: classes(column) }, drawCell(cell, scene)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A data table sorts by its column heads and turns pages. */
export function drawDataTable(block: DataTableBlock, scene: Scene): HTMLElement {
  const [head = [], ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const keyColumn = block.row_header_column_index ?? 0;
  const body = make('tbody');
  const state = { page: 0, column: -1, descending: false };
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const count = make('span', { class: 'faint', role: 'status' });
  const back = make('button', { type: 'button', class: 'small', onclick: () => turn(-1) }, 'Back');
  const next = make('button', { type: 'button', class: 'small', onclick: () => turn(1) }, 'Next');

  const heads = head.map((cell, column) =>
    make(
      'th',
      { scope: 'col' },
      make(
        'button',
        { type: 'button', class: 'sort', onclick: () => sortBy(column) },
        drawCell(cell, scene),
      ),
    ),
  );

  function sortBy(column: number): void {
    state.descending = state.column === column && !state.descending;
    state.column = column;
    state.page = 0;
    show();
  }

  function turn(by: number): void {
    state.page += by;
    show();
  }

  function show(): void {
    const sorted =
      state.column === -1
        ? rows
        : rows.toSorted((one, other) => {
            const order = compareCells(one[state.column], other[state.column]);
            return state.descending ? -order : order;
          });
    const from = state.page * size;
    body.replaceChildren(...sorted.slice(from, from + size).map((row) => drawRow(row)));
    for (const [column, cell] of heads.entries()) {
      const order = state.descending ? 'descending' : 'ascending';
      cell.setAttribute('aria-sort', column === state.column ? order : 'none');
    }
    count.textContent = `${from + 1}–${Math.min(from + size, rows.length)} of ${rows.length}`;
    back.disabled = state.page === 0;
    next.disabled = state.page === pages - 1;
  }

  function drawRow(row: readonly Cell[]): HTMLElement {
    return make(
      'tr',
      {},
      ...row.map((cell, column) =>
        column === keyColumn
          ? make('th', { scope: 'row' }, drawCell(cell, scene))
          : make('td', {}, drawCell(cell, scene)),
      ),
    );
  }

  show();
  return make(
    'div',
    { class: 'data-table' },
    frame(
      block.caption,
      make(
        'table',
        {},
        make('caption', {}, block.caption),
        make('thead', {}, make('tr', {}, ...heads)),
        body,
      ),
    ),
    pages > 1 ? make('div', { class: 'pager' }, back, count, next) : null,
  );
}

/** Focusable, so that the keyboard can scroll it. */
function frame(label: string, table: HTMLElement): HTMLElement {
  return make(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': label },
    table,
  );
}

function drawCell(cell: Cell, scene: Scene): Node {
  if (cell.type === 'rich_text') return drawRichText(cell, scene);
  return drawEmojiText(cell.text);
}

function compareCells(one: Cell | undefined, other: Cell | undefined): number {
  if (one?.type === 'raw_number' && other?.type === 'raw_number') return one.value - other.value;
  return wordsOf(one).localeCompare(wordsOf(other), 'en', { numeric: true });
}

function wordsOf(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return cell.type === 'rich_text' ? JSON.stringify(cell.elements) : cell.text;
}
