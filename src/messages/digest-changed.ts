import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { DIGEST_NAMES, type DigestWhose, nextLines } from './digest-settings.ts';
import { visible } from './escape.ts';
import { lines, paragraph, type Piece } from './pieces.ts';
import type { Span } from './spans.ts';

/** Confirms that nothing comes until it is resumed. */
export function digestPaused(whose: DigestWhose, isNew: boolean): Piece[] {
  const tells = 'What happens meanwhile is told by the first one after that.';
  return paragraph([
    isNew
      ? `${DIGEST_NAMES[whose]} is paused. ${tells}`
      : `${DIGEST_NAMES[whose]} is paused already.`,
  ]);
}

/** Confirms that it comes again, and when. */
export function digestResumed(
  whose: DigestWhose,
  next: readonly Temporal.Instant[],
  zone: string,
  isNew: boolean,
): Piece[] {
  return [
    ...paragraph([
      isNew ? `${DIGEST_NAMES[whose]} comes again.` : `${DIGEST_NAMES[whose]} is not paused.`,
    ]),
    ...lines(nextLines(next, zone)),
  ];
}

/** Confirms that nothing comes any more. */
export function digestEnded(whose: DigestWhose): Piece[] {
  return paragraph([`${DIGEST_NAMES[whose]} is off: none comes any more.`]);
}

/** Confirms that one comes now. */
export function digestAsked(whose: DigestWhose, isPaused: boolean): Piece[] {
  const where = { here: 'this channel', mine: 'you', there: 'that channel' }[whose];
  const others = isPaused
    ? 'It is still paused.'
    : 'Those that come by the schedule come as before.';
  return paragraph([`A digest is on its way to ${where}. ${others}`]);
}

export function muted(
  issue: IssueRef,
  level: 'all' | 'updates',
  whose: DigestWhose,
  isNew: boolean,
): Piece[] {
  const already = isNew ? '' : ' already';
  return paragraph(
    level === 'all'
      ? [`${DIGEST_NAMES[whose]} leaves out `, title(issue), `${already}.`]
      : [`${DIGEST_NAMES[whose]} tells only changes of status of `, title(issue), `${already}.`],
  );
}

export function unmuted(issue: IssueRef, whose: DigestWhose, isNew: boolean): Piece[] {
  return paragraph([
    `${DIGEST_NAMES[whose]} tells all of `,
    title(issue),
    isNew ? ' again.' : '. It was not muted.',
  ]);
}

function title(issue: IssueRef): Span {
  return { bold: cutTo(visible(issue.title), 150) };
}
