import type { EntryDocument } from '../agenda/document.ts';
import type { IssueCard } from '../agenda/record.ts';
import { dateInWords } from './dates.ts';
import { type Piece, paragraph, smallPrint } from './pieces.ts';
import { statusInWords } from './status-in-words.ts';

/** An entry counts no more: says which, and where its issue stands without it. */
export function withdrawn(entry: EntryDocument, card: IssueCard): Piece[] {
  const [last] = card.entries;
  const now =
    last === undefined
      ? 'Nothing else is recorded of it.'
      : `It now stands at “${statusInWords(last)}”, last entry ${dateInWords(last.date, last.precision)}.`;
  return [
    ...paragraph(['Withdrawn from ', { bold: card.title }, `: ${entryInWords(entry)}`]),
    ...smallPrint([`${now} The withdrawn entry stays in the history.`]),
  ];
}

type ShortEntry = Pick<EntryDocument, 'basis' | 'date' | 'note' | 'precision' | 'status'>;

/** Asks before an entry that was not named by its id is withdrawn. */
export function whichEntry(card: IssueCard, entries: readonly ShortEntry[]): Piece[] {
  return [
    ...paragraph([
      entries.length === 1 ? 'Withdraw this entry of ' : 'Which entry is to be withdrawn from ',
      { bold: card.title },
      '?',
    ]),
    ...entries.flatMap((entry) => paragraph([entryInWords(entry)])),
  ];
}

/** `15 Nov 2023, Agreed: both sides said so`. */
function entryInWords({ date, precision, status, basis, note }: ShortEntry): string {
  return `${dateInWords(date, precision)}, ${statusInWords({ status, basis })}${note === '' ? '' : `: ${note}`}`;
}
