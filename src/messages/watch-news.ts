import type { Action, Entry, IssueRef } from '../agenda/record.ts';
import { type StatusKey, statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { counted, dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import { ACTION_IN_WORDS } from './hindrance.ts';
import { sourceSpans } from './issue-card.ts';
import type { Message } from './message.ts';
import { compose, heading, lines, paragraph, type Piece, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';
import { unsourcedMark } from './status-in-words.ts';
import { buttonsFor } from './watching.ts';

/** A watched issue that stands elsewhere now, folded into one move however often it was changed. */
export interface IssueMoved extends IssueRef {
  readonly from: StatusKey | null;
  /** Null when it has no status any more. */
  readonly to: StatusKey | null;
  /** The title of its agenda, where that is not the one in use: then its key means nothing there. */
  readonly elsewhere: string | null;
  /** What says so. */
  readonly entry: Entry | null;
  /** The last thing that others did to it, who did it, and why where something was withdrawn. */
  readonly action: Action;
  readonly by: string;
  readonly because: string | null;
}

/** More are told in a line each. */
const MOST_IN_FULL = 5;
const MOST_LINES = 20;
const NOTE_LIMIT = 400;

/** What moved of the issues someone watches, for them alone. */
export function watchNews(moved: readonly IssueMoved[]): Message {
  const full = moved.slice(0, MOST_IN_FULL);
  const brief = moved.slice(MOST_IN_FULL, MOST_LINES);
  const more = moved.length - full.length - brief.length;
  const here = full.filter(({ elsewhere }) => elsewhere === null);
  return compose({
    pieces: [
      ...(moved.length === 1 ? [] : heading(`${counted(moved.length, 'issue')} you watch moved`)),
      ...full.flatMap(inFull),
      ...lines(brief.map((issue) => ['• ', ...moveSpans(issue), ' ', { code: issue.key }])),
      ...(more > 0
        ? paragraph([`And ${more.toString()} more: `, { code: '/summit changes' }, '.'])
        : []),
    ],
    words: '',
    whole: 'changes',
    buttons: [...buttonsFor('Status', 'status', here), ...buttonsFor('Unwatch', 'unwatch', here)],
  });
}

function inFull(issue: IssueMoved): Piece[] {
  const { entry, by } = issue;
  const why = whyOf(issue);
  return [
    ...paragraph([...moveSpans(issue), ...(why === '' ? [] : [`\n${cutTo(why, NOTE_LIMIT)}`])]),
    ...smallPrint([
      ...(entry === null ? [] : [`${saidBy(entry)} · `]),
      ...(entry === null || entry.sources.length === 0
        ? []
        : [...sourceSpans(entry.sources), ' · ']),
      { person: by },
      ` ${ACTION_IN_WORDS[issue.action]} it`,
    ]),
    ...(issue.elsewhere === null ? [] : smallPrint(onAgenda(issue.elsewhere, issue.key))),
  ];
}

/** Where to ask about an issue whose agenda is not the one in use. */
export function onAgenda(agenda: string, key: string): Span[] {
  return [
    'On the agenda ',
    { bold: cutTo(visible(agenda), 150) },
    '. In a channel that uses it: ',
    { code: `/summit status ${key}` },
  ];
}

/** `🤝 Fentanyl: In talks → Agreed, 15 Nov 2023`. */
function moveSpans({ title, from, to, entry }: IssueMoved): Span[] {
  const name: Span = { bold: cutTo(visible(title), 150) };
  const before = from === null ? 'new' : statusOf(from).label;
  if (to === null) return ['⚪ ', name, `: ${before} → `, { bold: 'no status any more' }];
  const { emoji, label } = statusOf(to);
  return [
    `${emoji} `,
    name,
    `: ${before} → `,
    { bold: label },
    ...(entry === null
      ? []
      : [
          `${unsourcedMark({ status: to, basis: entry.basis })}, ${dateInWords(entry.date, entry.precision)}`,
        ]),
  ];
}

/** Of what was taken back, why that; else what the entry says. */
function whyOf({ action, because, entry }: IssueMoved): string {
  const why = action === 'withdraw' ? (because ?? '') : (entry?.note ?? '');
  return why.replaceAll(/\s+/g, ' ').trim();
}

function saidBy({ attribution, confidence }: Entry): string {
  return `Says: ${cutTo(visible(attribution), 150)}, confidence ${confidence}`;
}
