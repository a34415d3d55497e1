import type { Schedule } from '../agenda/schedule.ts';
import type { Message } from './message.ts';
import { pauseReason } from './pause-reasons.ts';
import { compose, paragraph, type SayButton } from './pieces.ts';
import { momentInWords } from './schedule-in-words.ts';
import type { Span } from './spans.ts';

/** A channel's digest was paused, for the channel was archived. */
export function channelArchived(channelId: string): Message {
  return told(
    [{ channel: channelId }, ' was archived, so its digest is paused.'],
    ['Once it is unarchived, Summit asks you here whether to go on.'],
  );
}

/** It is not archived any more. */
export function channelUnarchived(channelId: string): Message {
  return told(
    [{ channel: channelId }, ' is not archived any more. Its digest is still paused.'],
    [
      'If Summit is not in it, type ',
      { code: '/invite @Summit' },
      ' there, and the digest comes again by itself.',
    ],
    [resume(channelId)],
  );
}

/** Someone removed Summit from a channel. */
export function removedFromChannel(channelId: string, by: string | null): Message {
  const what: Span[] =
    by === null ? ['Summit was removed from '] : [{ person: by }, ' removed Summit from '];
  return told(
    [...what, { channel: channelId }, ', so its digest is paused.'],
    ['To have it again, type ', { code: '/invite @Summit' }, ' there.'],
  );
}

/** Summit is in a channel again, and its digest goes on. */
export function backAgain({ place, nextAt, schedule }: ComingDigest): Message {
  const next = nextAt === null ? null : Temporal.Instant.from(nextAt);
  return told(
    ['Summit is in ', { channel: place }, ' again, and its digest goes on.'],
    next === null ? null : [`The next one comes ${momentInWords(next, schedule.timeZone)}.`],
    [{ label: 'Pause', say: `digest pause <#${place}>`, type: 'digest pause' }],
  );
}

interface ComingDigest {
  /** The channel's id. */
  readonly place: string;
  readonly nextAt: string | null;
  readonly schedule: Schedule;
}

/** A channel is gone, and its digest with it. */
export function channelDeleted(channelId: string): Message {
  return told(['The channel ', { channel: channelId }, ' was deleted. Its digest is off.'], null);
}

/** Nobody told Summit, but nothing can be said there any more. */
export function channelOutOfReach(channelId: string, because: string): Message {
  const { why, remedy } = pauseReason(because);
  return told(
    ['The digest of ', { channel: channelId }, ` is paused. ${why}`],
    [`${remedy}, then press Resume.`],
    [resume(channelId)],
  );
}

function resume(channelId: string): SayButton {
  return { label: 'Resume', say: `digest resume <#${channelId}>`, type: 'digest resume' };
}

function told(
  what: readonly Span[],
  then: readonly Span[] | null,
  buttons: readonly SayButton[] = [],
): Message {
  const pieces = [...paragraph(what), ...(then === null ? [] : paragraph(then))];
  return compose({ pieces, words: '', buttons });
}
