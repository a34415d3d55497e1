import type { DigestChoices, DigestNews, DigestSpan, IssueInDigest } from '../agenda/digest.ts';
import type { Schedule } from '../agenda/schedule.ts';
import { statusOf } from '../agenda/status.ts';
import { cutTo } from './cut.ts';
import { dateInWords } from './dates.ts';
import { visible } from './escape.ts';
import type { Message } from './message.ts';
import type { Outgoing } from './outgoing.ts';
import { compose, heading, lines, paragraph, type Piece, smallPrint } from './pieces.ts';
import type { Span } from './spans.ts';

/** Everything a digest is written from. */
export interface DigestFacts {
  /** One an agenda it tells of; never none. */
  readonly news: readonly DigestNews[];
  readonly span: DigestSpan;
  readonly schedule: Schedule;
  readonly choices: DigestChoices;
  /** True in someone's own direct message. */
  readonly isPersonal: boolean;
  /** True when nothing happened that makes a digest speak: then it is one line. */
  readonly isUneventful: boolean;
  /** Who set it up; only for the first one ever, otherwise null. */
  readonly setBy: string | null;
  /** When it was due and when it is said; null when it is in time. */
  readonly late: { readonly due: Temporal.Instant; readonly said: Temporal.Instant } | null;
}

/** A digest as it is posted: a short message, and then what goes into its thread. */
export function digestMessages(facts: DigestFacts): Outgoing[] {
  const message = compose({ pieces: parentPieces(facts), words: 'digest', buttons: [MANAGE] });
  return [{ message, plain: null }];
}

/** What the next digest would say as things are, for one person alone. */
export function digestPreview(facts: DigestFacts, part: number): Message {
  return compose({
    pieces: [...smallPrint(['Only you see this.']), ...parentPieces(facts)],
    words: 'digest preview',
    part,
    buttons: [MANAGE],
  });
}

const MANAGE = { label: 'Manage', say: 'digest' };

function parentPieces({ news, isUneventful }: DigestFacts): Piece[] {
  const [first] = news;
  if (first === undefined) return [];
  if (isUneventful) return paragraph([`Nothing changed since ${dateInWords(first.since)}.`]);
  return [
    ...heading(`What changed, ${dateInWords(first.since)} to ${dateInWords(first.until)}`),
    ...news.flatMap(({ agenda, issues }) => [
      ...smallPrint([agenda.title]),
      ...lines(issues.map(issueLine)),
    ]),
  ];
}

function issueLine({ title, from, to }: IssueInDigest): Span[] {
  const labels = [from, to].map((key) => (key === null ? '–' : statusOf(key).label));
  return [{ bold: cutTo(visible(title), 90) }, `: ${labels.join(' → ')}`];
}
