import type { ListedAgenda } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import type { Message } from './message.ts';
import { notice } from './notice.ts';
import { type Piece, lines, paragraph, quoting } from './pieces.ts';
import type { Span } from './spans.ts';
import { echo } from './which-issue.ts';

/** The agendas there are, and which one is asked about here. */
export function agendaChoice(
  agendas: readonly ListedAgenda[],
  inUse: string | null,
  typed: string,
): Piece[] {
  const [only] = agendas;
  const question =
    typed === ''
      ? `${agendas.length === 1 ? 'One agenda is' : `${agendas.length} agendas are`} on record.`
      : `“${echo(typed)}” does not name one agenda. These are on record:`;
  return [
    quoting(question),
    ...lines(agendas.map((agenda) => agendaLine(agenda, inUse))),
    ...(only === undefined || agendas.length === 1
      ? []
      : paragraph(['To choose: /summit agenda and its name.'])),
  ];
}

/** The channel's choice is kept. */
export function agendaChosen(title: string): Piece[] {
  return paragraph([
    'Questions asked here are now about ',
    { bold: cutTo(visible(title), 150) },
    '.',
  ]);
}

/** Nothing has been imported yet. */
export function emptyRecord(): Message {
  return notice(
    'The record is empty. Import an agenda first: npm run summit -- import examples/biden-xi-2023.json.',
  );
}

function agendaLine({ id, title, startDate, endDate }: ListedAgenda, inUse: string | null): Span[] {
  const days =
    startDate === endDate
      ? dateInWords(startDate)
      : `${dateInWords(startDate)} to ${dateInWords(endDate)}`;
  return [
    '• ',
    { bold: cutTo(visible(title), 150) },
    `, ${days} `,
    { code: id },
    id === inUse ? ' (this channel asks about this one)' : '',
  ];
}
