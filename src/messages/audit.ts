import type { Mark } from '../agenda/marking.ts';
import type { Action } from '../agenda/record.ts';
import { ACTION_IN_WORDS } from './hindrance.ts';
import { label } from './marking.ts';
import { heading, lines, paragraph, type Piece } from './pieces.ts';
import type { Span } from './spans.ts';

/** Something that was done with what only fewer people may see, or with who may. */
export interface AuditRow {
  readonly at: string;
  readonly by: string;
  readonly did: Action | 'posted' | 'saw';
  /** The channel; empty where there was none. */
  readonly place: string;
  /** Null where it was no issue; without a title where whoever asks may not see it. */
  readonly issue: { readonly title: string | null; readonly mark: Mark | null } | null;
  /** What the log keeps of it. */
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Who saw, posted and changed what only fewer people may see, and who gave which rights; at the end
 * since when it is kept who saw something, unless that is for ever.
 */
export function auditShown(
  rows: readonly AuditRow[],
  timeZone: string,
  keptSince: string | null,
): Piece[] {
  return [
    ...heading('Who saw and changed what is restricted'),
    ...(rows.length === 0
      ? paragraph(['Nothing restricted was shown or changed, and no rights were given.'])
      : lines(rows.map((row) => [momentOf(row.at, timeZone), ' · ', ...whatWasDone(row)]))),
    ...(keptSince === null
      ? []
      : paragraph([
          `Who saw something before ${momentOf(keptSince, timeZone)} is no longer kept.`,
        ])),
  ];
}

function momentOf(at: string, timeZone: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function whatWasDone({ by, did, place, issue, details }: AuditRow): Span[] {
  const who: Span = { person: by };
  const what = issueSpans(issue);
  const where: Span[] = place === '' ? [] : [' in ', placeSpan(place)];
  switch (did) {
    case 'saw':
      return [who, ' saw ', ...what, ...where];
    case 'posted':
      return [...what, ' was posted', ...where];
    case 'access':
      return [
        who,
        ' gave ',
        ...holderOf(details),
        ' the role ',
        { bold: textOf(details['role'], 'none of their own') },
      ];
    case 'ceiling':
      return [
        who,
        ' set the ceiling of ',
        placeSpan(textOf(details['channelId'], '')),
        ' to ',
        { bold: textOf(details['marking'], 'usual') },
      ];
    case 'mark':
      return issue === null ? [who, ...markedAgenda(details)] : [who, ' marked ', ...what];
    default:
      return [who, ` ${ACTION_IN_WORDS[did]} `, ...what];
  }
}

/** Where something left a part of an agenda, the log keeps nothing of what it was. */
function markedAgenda({ mark }: AuditRow['details']): Span[] {
  const { marking } = (mark ?? {}) as Partial<Mark>;
  return marking === undefined
    ? [' changed who sees something of an agenda']
    : [' marked an agenda ', { bold: label(marking) }];
}

function issueSpans(issue: AuditRow['issue']): Span[] {
  const marking = issue?.mark === null || issue === null ? '' : ` (${label(issue.mark.marking)})`;
  return issue?.title === null || issue === null
    ? [`an issue you may not see${marking}`]
    : [{ bold: issue.title }, marking];
}

function placeSpan(place: string): Span {
  return place.startsWith('D') ? 'a direct message' : { channel: place };
}

function holderOf(details: AuditRow['details']): Span[] {
  const holder = details['holder'];
  if (typeof holder !== 'object' || holder === null) return ['somebody'];
  const { kind, id } = holder as { readonly kind?: unknown; readonly id?: unknown };
  if (typeof id !== 'string') return ['everyone'];
  return kind === 'group' ? [{ group: id }] : [{ person: id }];
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
