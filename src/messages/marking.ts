import { type AttributionRule, insteadOfWho } from '../agenda/attribution-rule.ts';
import type { Mark, Marking } from '../agenda/marking.ts';
import type { IsoDate } from '../agenda/record.ts';
import { dateInWords } from './dates.ts';
import { type Piece, paragraph, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** A marking as the Traffic Light Protocol has it written. */
export function label(marking: Marking): string {
  return `TLP:${marking}`;
}

/** Who may see what is marked so, after "seen by". */
function whoSees({ marking, room, readers }: Mark): Span[] {
  if (readers !== null) {
    return readers.flatMap((person, at): Span[] => [
      ...(at === 0 ? [] : [at === readers.length - 1 ? ' and ' : ', ']),
      { person },
    ]);
  }
  if (room !== null) return ['members of ', { channel: room }];
  switch (marking) {
    case 'CLEAR':
      return ['everyone, channels shared with others too where an admin allowed it'];
    case 'GREEN':
      return ['everyone in the workspace, guests too'];
    case 'AMBER':
      return ['members of the workspace, not guests; in channels only where an admin allowed it'];
    case 'AMBER+STRICT':
      return ['members of the workspace, not guests; in private channels only'];
    case 'RED':
      return ['nobody'];
  }
}

/** How far what is shown above may be told. */
export function markLine(
  mark: Mark,
  entries: readonly { readonly date: IsoDate; readonly mark: Mark }[],
): Piece[] {
  const isRestricted = mark.room !== null || mark.readers !== null || isAboveGreen(mark.marking);
  const all: Span[] = isRestricted ? [label(mark.marking), ' · seen by ', ...whoSees(mark)] : [];
  const some = entries.map(({ date, mark: one }): Span[] => [
    `${dateInWords(date)}: ${label(one.marking)}, seen by `,
    ...whoSees(one),
  ]);
  const rows = [...(all.length > 0 ? [all] : []), ...some];
  if (rows.length === 0) return [];
  const lines = rows.flatMap((row, at): Span[] => (at === 0 ? ['🔒 ', ...row] : ['\n🔒 ', ...row]));
  return smallPrint(lines);
}

function isAboveGreen(marking: Marking): boolean {
  return marking !== 'CLEAR' && marking !== 'GREEN';
}

/** How something is marked, and how that is changed. */
export function markShown(
  title: string,
  mark: Mark,
  entries: readonly { readonly date: IsoDate; readonly mark: Mark }[],
): Piece[] {
  return [
    ...paragraph([
      { bold: title },
      ` is ${label(mark.marking)}, seen by `,
      ...whoSees(mark),
      '.',
      ...entries.flatMap(({ date, mark: one }): Span[] => [
        `\nIts entry of ${dateInWords(date)} is ${label(one.marking)}, seen by `,
        ...whoSees(one),
        '.',
      ]),
    ]),
  ];
}

/** Something is marked otherwise from now on. */
export function marked(what: readonly Span[], mark: Mark): Piece[] {
  return paragraph([
    ...what,
    ` is ${label(mark.marking)} now, seen by `,
    ...whoSees(mark),
    '. Messages that were posted before stay where they are.',
  ]);
}

/** It was marked so before. */
export function markedAlready(what: readonly Span[], mark: Mark): Piece[] {
  return paragraph([
    ...what,
    ` is ${label(mark.marking)} already, seen by `,
    ...whoSees(mark),
    '.',
  ]);
}

/** How an entry may be passed on from now on. */
export function ruled(title: string, date: IsoDate, rule: AttributionRule): Piece[] {
  const instead = insteadOfWho(rule);
  return paragraph([
    `The entry of ${dateInWords(date)} on `,
    { bold: title },
    ` is ${rule === 'Chatham House' ? 'under the Chatham House Rule' : rule} now. `,
    instead === null ? 'Whoever said it is named.' : `In place of who said it stands “${instead}”.`,
  ]);
}

/** Until when an entry stays with members. */
export function embargoed(title: string, date: IsoDate, until: Temporal.ZonedDateTime): Piece[] {
  return paragraph([
    `The entry of ${dateInWords(date)} on `,
    { bold: title },
    ` is under embargo until ${dateInWords(until.toPlainDate().toString())}, ${until.toPlainTime().toString({ smallestUnit: 'minute' })} (${until.timeZoneId}). Until then it is TLP:AMBER, seen by members of the workspace, not guests, and posted in no public channel.`,
  ]);
}
