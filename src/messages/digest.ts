import type { DigestChoices, DigestNews, DigestSpan } from '../agenda/digest.ts';
import type { Schedule } from '../agenda/schedule.ts';
import { chartLines, digestChart } from './digest-chart.ts';
import { digestDetails, leftOutPieces } from './digest-details.ts';
import { digestParent, type Parent } from './digest-parent.ts';
import { inParts, messageOf } from './digest-parts.ts';
import type { Message } from './message.ts';
import type { Outgoing } from './outgoing.ts';
import { compose, heading, type Piece, type SayButton, smallPrint, toldApart } from './pieces.ts';

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

/** Messages in a thread, beside the chart and one that says what there is no room for. */
const MOST_DETAILS = 8;

/** A digest as it is posted: a short message, and then what goes into its thread. */
export function digestMessages(facts: DigestFacts): Outgoing[] {
  const { pieces, cut } = digestParent(facts);
  const parent = compose({ pieces, words: '', buttons: [manage(facts)] });
  if (facts.isUneventful) return [{ message: parent, plain: null }];
  const chart = isOfDatesAlone(facts) ? null : digestChart(facts.news);
  const { messages, left } = inParts(digestDetails(facts, cut), MOST_DETAILS);
  const details = left.length === 0 ? messages : [...messages, messageOf(leftOutPieces(left))];
  return [
    { message: parent, plain: null },
    ...(chart === null ? [] : [chart]),
    ...details.map((message) => ({ message, plain: null })),
  ];
}

/** Which part of a preview is shown, and what to say for another one. */
export interface PreviewPage {
  readonly words: string;
  readonly part: number;
}

/** What the next digest would say as things are, for one person alone, and what goes into its thread. */
export function digestPreview(facts: DigestFacts, { words, part }: PreviewPage): Message {
  const { pieces, cut } = digestParent(facts);
  const { text, blocks } = compose({
    pieces: [...whatThisIs(facts), ...pieces, ...threadPieces(facts, cut)],
    words,
    part,
    buttons: [manage(facts)],
  });
  return { text, blocks: toldApart(blocks) };
}

function threadPieces(facts: DigestFacts, cut: Parent['cut']): Piece[] {
  if (facts.isUneventful) return [];
  return [
    ...smallPrint(['What follows goes into the thread.']),
    ...(isOfDatesAlone(facts) ? [] : chartLines(facts.news)),
    ...digestDetails(facts, cut).flatMap(({ title, items }) => [
      ...heading(title),
      ...items.flatMap(({ show }) => show()),
    ]),
  ];
}

/** No issue stands anywhere else then: there is nothing to draw. */
function isOfDatesAlone({ news }: DigestFacts): boolean {
  return news.every(({ issues, imports }) => issues.length + imports.length === 0);
}

function whatThisIs({ isUneventful, choices }: DigestFacts): Piece[] {
  return smallPrint([
    isUneventful && choices.quiet
      ? 'Only you see this. Now there would be no digest, for nothing changed that it tells of.'
      : 'Only you see this: it is what a digest would say now.',
  ]);
}

function manage({ isPersonal }: DigestFacts): SayButton {
  return { label: 'Manage', say: isPersonal ? 'digest me' : 'digest' };
}
