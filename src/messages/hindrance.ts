import type { Action, IssueCard, LastChange } from '../agenda/record.ts';
import { dateInWords } from './dates.ts';
import { type Piece, paragraph, quoting } from './pieces.ts';
import type { Span } from './spans.ts';
import { statusInWords } from './status-in-words.ts';

/** The same input came again. */
export const REPEATED = 'That was recorded already. Nothing was changed a second time.';

/** The issue was taken back meanwhile. */
export const GONE = 'This issue is there no more: whoever added it has taken it back.';

/** More people see what is said of the issue than belong to the channel it was said in. */
export function seenByMore(key: string): Piece[] {
  return paragraph([
    'Everyone who sees this issue would see that, not only the members of this channel. Nothing was changed. Say it in a public channel, or first mark the issue: ',
    { code: `/summit mark ${key} AMBER+STRICT` },
    '.',
  ]);
}

/** Someone else was faster: shows what they did, and asks. */
export function overtaken(first: LastChange, card: IssueCard, now: Temporal.Instant): Piece[] {
  const [last] = card.entries;
  const standing: Span[] =
    last === undefined
      ? []
      : [
          '\nIt now says: ',
          { bold: `${statusInWords(last)}, ${dateInWords(last.date, last.precision)}` },
          last.note === '' ? '' : `: ${last.note}`,
        ];
  return [
    ...paragraph([
      { person: first.by },
      ` ${ACTION_IN_WORDS[first.action]} `,
      { bold: card.title },
      ` ${ago(first.at, now)}.`,
      ...standing,
    ]),
    quoting('Yours is not recorded yet. Record it as well?'),
  ];
}

/** What somebody did to an issue: `updated`. */
export const ACTION_IN_WORDS: Readonly<Record<Action, string>> = {
  access: 'changed who may do what with',
  add: 'added',
  agenda: 'chose another agenda for',
  alias: 'changed the names of',
  ceiling: 'changed what may be shown of',
  import: 'imported',
  mark: 'marked',
  note: 'added a note to',
  owner: 'changed the owners of',
  position: 'changed a position on',
  source: 'added a source to',
  undo: 'took back a change of',
  update: 'updated',
  withdraw: 'withdrew an entry of',
};

function ago(at: string, now: Temporal.Instant): string {
  const minutes = Math.floor(now.since(Temporal.Instant.from(at)).total('minutes'));
  if (minutes < 1) return 'just now';
  if (minutes < 120) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  return `on ${dateInWords(at.slice(0, 10))}`;
}
