import type { LoggedEntry, LoggedLine, LoggedLines } from '../agenda/logged-line.ts';
import { statusOf } from '../agenda/status.ts';
import { factSpans } from './changed-facts.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import type { Message } from './message.ts';
import { compose, lines } from './pieces.ts';
import type { Span } from './spans.ts';
import { unsourcedMark } from './status-in-words.ts';

export interface ChangeNotice {
  readonly key: string;
  readonly changes: LoggedLines;
  /** What the parties are called, by their ids. */
  readonly partyNames: ReadonlyMap<string, string>;
  /** What people are called, by their ids; whoever is missing is mentioned. */
  readonly names: ReadonlyMap<string, string>;
}

/** Room for all lines together: the end of a notice needs some too. */
const LINES_LIMIT = 3300;
const NOTE_LIMIT = 300;
const NAME_LIMIT = 60;

/** What was changed about an issue, a line a change. Of too many the last are told. */
export function changeNotice({ key, changes, partyNames, names }: ChangeNotice): Message {
  const rows = changes.lines.map((line) =>
    rowOf(line, partyNames).map((span) => namedIn(span, names)),
  );
  const told = lastThatFit(rows);
  const untold = changes.earlier + rows.length - told.length;
  const before: Span[][] =
    untold === 0
      ? []
      : [[`${counted(untold, 'change')} more before these: `, { code: `/summit history ${key}` }]];
  return compose({ pieces: lines([...before, ...told]), words: '', whole: `history ${key}` });
}

function lastThatFit(rows: readonly Span[][]): readonly Span[][] {
  let room = LINES_LIMIT;
  let first = rows.length;
  for (const row of rows.toReversed()) {
    room -= lengthOf(row);
    if (room < 0) break;
    first -= 1;
  }
  return rows.slice(first);
}

function lengthOf(row: readonly Span[]): number {
  return lines([row]).reduce((sum, { text }) => sum + text.length + 1, 0);
}

function rowOf(line: LoggedLine, partyNames: ReadonlyMap<string, string>): Span[] {
  return [{ person: line.by }, ...whatWasDone(line, partyNames)];
}

function namedIn(span: Span, names: ReadonlyMap<string, string>): Span {
  if (typeof span === 'string' || !('person' in span)) return span;
  const name = names.get(span.person);
  return name === undefined ? span : cutTo(name, NAME_LIMIT);
}

function whatWasDone(line: LoggedLine, partyNames: ReadonlyMap<string, string>): Span[] {
  const { action, entry, replaced, details } = line;
  switch (action) {
    case 'add':
      return [' put it on the agenda', ...(entry === null ? [] : [': ', ...moveSpans(entry)])];
    case 'note':
    case 'source':
    case 'update':
      return entry === null ? [' changed it'] : [': ', ...entrySpans(entry, replaced)];
    case 'withdraw': {
      const because = typeof details['because'] === 'string' ? details['because'] : '';
      return [' withdrew ', ...nameOfEntry(entry), ...remark(because)];
    }
    case 'undo':
      return undoSpans(line);
    case 'alias':
    case 'owner':
    case 'position':
      return factSpans(details, partyNames);
    case 'import':
      return importSpans(line);
    case 'agenda':
      return [' chose this agenda'];
    case 'access':
      return [' changed who may do what'];
    case 'ceiling':
    case 'mark':
      return [' changed who may see it'];
  }
}

function entrySpans(entry: LoggedEntry, replaced: LoggedEntry | null): Span[] {
  const before = new Set(replaced?.sources.map(({ url }) => url));
  const links = entry.sources
    .filter(({ url }) => !before.has(url))
    .flatMap(({ url, publisher }, at): Span[] => [
      at === 0 ? ' · ' : ', ',
      { url, label: publisher },
    ]);
  const added = replaced === null ? null : whatWasAdded(entry, replaced);
  return added === null
    ? [...moveSpans(entry), ...inPlaceOf(entry, replaced), ...remark(entry.note), ...links]
    : [...moveSpans(entry), ...remark(added), ...links];
}

/** What an entry says beyond the one it took the place of; null when it says something else. */
function whatWasAdded(entry: LoggedEntry, replaced: LoggedEntry): string | null {
  if (entry.status !== replaced.status || !entry.note.startsWith(replaced.note)) return null;
  const rest = entry.note.slice(replaced.note.length);
  return replaced.note === '' || /^(\s|$)/.test(rest) ? rest : null;
}

/** `In talks → Agreed, 15 Nov 2023`. */
function moveSpans({ from, status, basis, date, precision }: LoggedEntry): Span[] {
  const { emoji, label } = statusOf(status);
  const move = from === null || from === status ? label : `${statusOf(from).label} → ${label}`;
  const unsourced = unsourcedMark({ status, basis });
  return [`${emoji} `, { bold: move }, `${unsourced}, ${dateInWords(date, precision)}`];
}

function inPlaceOf(entry: LoggedEntry, replaced: LoggedEntry | null): Span[] {
  if (replaced === null) return [];
  const what =
    replaced.status === entry.status
      ? 'the entry of that day'
      : `“${statusOf(replaced.status).label}”`;
  return [`, in place of ${what}`];
}

function nameOfEntry(entry: LoggedEntry | null): Span[] {
  if (entry === null) return ['an entry'];
  const { status, date, precision } = entry;
  return [{ bold: statusOf(status).label }, `, ${dateInWords(date, precision)}`];
}

function undoSpans({ entry, replaced, undone }: LoggedLine): Span[] {
  if (entry === null) return [` took back a change${undone === null ? '' : ` (${undone})`}`];
  if (replaced !== null) {
    return [' took back ', ...nameOfEntry(replaced), ': it says ', ...moveSpans(entry), ' again'];
  }
  return [
    undone === 'withdraw' ? ' put back ' : ' took back ',
    ...nameOfEntry(entry),
    ...remark(undone === 'withdraw' ? entry.note : ''),
  ];
}

function importSpans({ imported, details }: LoggedLine): Span[] {
  if (imported.length === 0) return [' imported the agenda again'];
  const written = Number(details['entriesAdded'] ?? 0) + Number(details['entriesReplaced'] ?? 0);
  const more = written - imported.length;
  return [
    more > 0 ? ` imported ${counted(written, 'entry', 'entries')}, at last ` : ' imported ',
    ...imported.flatMap((entry, at): Span[] => [at === 0 ? '' : '; ', ...entrySpans(entry, null)]),
  ];
}

function remark(note: string): Span[] {
  const line = note.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? [] : [`: ${cutTo(line, NOTE_LIMIT)}`];
}
