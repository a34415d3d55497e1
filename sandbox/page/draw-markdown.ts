import { drawEmojiText, drawLink } from './draw-inline.ts';
import { make } from './make.ts';

/** Standard Markdown as far as Slack's `markdown` block draws it. */
export function drawMarkdown(text: string): HTMLElement {
  const root = make('div', { class: 'markdown text' });
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let at = 0;
  while (at < lines.length) {
    const { element, end } = drawAt(lines, at);
    if (element !== null) root.append(element);
    at = end;
  }
  return root;
}

interface Drawn {
  readonly element: HTMLElement | null;
  readonly end: number;
}

const LIST = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;

function drawAt(lines: readonly string[], at: number): Drawn {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { element: null, end: at + 1 };
  if (line.startsWith('```')) return drawFence(lines, at);
  if (/^\s*([-*_])(?:\s*\1){2,}\s*$/.test(line)) {
    return { element: make('hr', { class: 'divider' }), end: at + 1 };
  }
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading !== null) {
    const level = (heading[1] ?? '').length;
    const element = make(
      'h3',
      { class: `block-header level-${level}` },
      ...drawInline(heading[2] ?? ''),
    );
    return { element, end: at + 1 };
  }
  if (line.startsWith('>')) {
    const end = runEnd(lines, at, (other) => other.startsWith('>'));
    const inside = lines.slice(at, end).map((other) => other.replace(/^>\s?/, ''));
    return { element: make('blockquote', {}, drawMarkdown(inside.join('\n'))), end };
  }
  if (line.includes('|') && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[at + 1] ?? '')) {
    return drawPipeTable(lines, at);
  }
  if (LIST.test(line)) {
    const end = runEnd(lines, at, (other) => LIST.test(other));
    const ordered = LIST.exec(line)?.[1] !== undefined;
    const items = lines
      .slice(at, end)
      .map((other) => make('li', {}, ...drawInline(LIST.exec(other)?.[2] ?? '')));
    return { element: make(ordered ? 'ol' : 'ul', {}, ...items), end };
  }
  const end = runEnd(
    lines,
    at,
    (other) => other.trim() !== '' && !LIST.test(other) && !/^(#{1,6}\s|>|```)/.test(other),
  );
  return { element: make('p', {}, ...drawInline(lines.slice(at, end).join('\n'))), end };
}

function drawFence(lines: readonly string[], at: number): Drawn {
  const found = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const end = found === -1 ? lines.length : found;
  const code = make('code', {}, lines.slice(at + 1, end).join('\n'));
  return { element: make('pre', { tabindex: 0 }, code), end: end + 1 };
}

function drawPipeTable(lines: readonly string[], at: number): Drawn {
  const end = runEnd(lines, at, (line) => line.includes('|'));
  const [head = '', , ...rows] = lines.slice(at, end);
  const cells = (line: string): string[] =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
  const element = make(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': 'Table' },
    make(
      'table',
      {},
      make(
        'thead',
        {},
        make('tr', {}, ...cells(head).map((cell) => make('th', {}, ...drawInline(cell)))),
      ),
      make(
        'tbody',
        {},
        ...rows.map((row) =>
          make('tr', {}, ...cells(row).map((cell) => make('td', {}, ...drawInline(cell)))),
        ),
      ),
    ),
  );
  return { element, end };
}

function runEnd(lines: readonly string[], at: number, belongs: (line: string) => boolean): number {
  let end = at + 1;
  while (end < lines.length && belongs(lines[end] ?? '')) end += 1;
  return end;
}

const SPAN =
  /`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^()\s]+)\)|\*\*(\S(?:.*?\S)?)\*\*|~~(\S(?:.*?\S)?)~~|(?<![\w*])[*_](\S(?:[^*_\n]*?\S)?)[*_](?![\w*])|(https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]])/g;

function drawInline(text: string): Node[] {
  const drawn: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(SPAN)) {
    const [whole, code, label, url, bold, strike, italic, bare] = match;
    if (match.index > from) drawn.push(drawEmojiText(text.slice(from, match.index)));
    from = match.index + whole.length;
    if (code !== undefined) drawn.push(make('code', {}, code));
    else if (url !== undefined) drawn.push(drawLink(url, label === '' ? url : (label ?? url)));
    else if (bold !== undefined) drawn.push(make('strong', {}, ...drawInline(bold)));
    else if (strike !== undefined) drawn.push(make('s', {}, ...drawInline(strike)));
    else if (italic !== undefined) drawn.push(make('em', {}, ...drawInline(italic)));
    else if (bare !== undefined) drawn.push(drawLink(bare, bare));
  }
  if (from < text.length) drawn.push(drawEmojiText(text.slice(from)));
  return drawn;
}
