import { findSpanTold, type SpanTold } from '../../db/digest-spans.ts';
import { isPersonal, type StandingDigest } from '../../db/digests.ts';
import { lastLineUntil } from '../../db/news.ts';
import type { Db } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import type { DigestNews, DigestSpan } from '../agenda/digest.ts';
import { dayIn } from '../agenda/days.ts';
import type { IsoDate } from '../agenda/record.ts';
import { lastSlotUntil } from '../agenda/schedule.ts';
import { stamp } from '../agenda/stamp.ts';
import { type DigestFacts, digestMessages, digestPreview } from '../messages/digest.ts';
import type { Message } from '../messages/message.ts';
import type { Outgoing } from '../messages/outgoing.ts';
import { isEventful } from './is-eventful.ts';
import { readDigestNews } from './read-digest-news.ts';

/** A slot whose turn to be posted has come. */
export interface SlotToTell {
  readonly at: Temporal.Instant;
  readonly kind: 'asked' | 'due';
  /** The day it is for. */
  readonly localDate: IsoDate;
  readonly isLate: boolean;
  /** True for the first that the place ever gets. */
  readonly isFirst: boolean;
}

/** What a slot tells; the span is read either way. */
export type Composition =
  | { readonly kind: 'silent'; readonly span: DigestSpan }
  /** The first part is the digest itself, the others go into its thread. */
  | { readonly kind: 'say'; readonly span: DigestSpan; readonly parts: readonly Outgoing[] };

/** A digest as it is, or as it would be if somebody set it up so. */
export type DigestToRead = Pick<
  StandingDigest,
  'choices' | 'place' | 'schedule' | 'setBy' | 'teamId'
> & {
  /** Null while there is none. */
  readonly id: string | null;
};

/** What a digest says at a slot, from where it last ended up to now. It only reads. */
export async function composeDigest(
  db: Db,
  {
    digest,
    slot,
    now,
  }: {
    readonly digest: StandingDigest;
    readonly slot: SlotToTell;
    readonly now: Temporal.Instant;
  },
): Promise<Composition> {
  const { span, news } = await readNews(db, digest, slot, now);
  const isUneventful = !news.some(({ isEvent }) => isEvent);
  const mustSpeak = slot.kind === 'asked' || !digest.choices.quiet;
  if (news.length === 0 || (isUneventful && !mustSpeak)) return { kind: 'silent', span };
  const facts: DigestFacts = {
    ...factsOf(digest, span, news),
    setBy: slot.isFirst ? digest.setBy : null,
    late: slot.isLate ? { due: slot.at, said: now } : null,
  };
  return { kind: 'say', span, parts: digestMessages(facts) };
}

/** What a digest would say if its time were now; null while there is no agenda. */
export async function previewDigest(
  db: Db,
  {
    digest,
    now,
    part = 1,
  }: { readonly digest: DigestToRead; readonly now: Temporal.Instant; readonly part?: number },
): Promise<Message | null> {
  const localDate = dayIn(now, digest.schedule.timeZone);
  const { span, news } = await readNews(db, digest, { at: now, kind: 'asked', localDate }, now);
  return news.length === 0 ? null : digestPreview(factsOf(digest, span, news), part);
}

interface ReadNews {
  readonly span: DigestSpan;
  /** One an agenda. */
  readonly news: readonly { readonly news: DigestNews; readonly isEvent: boolean }[];
}

async function readNews(
  db: Db,
  digest: DigestToRead,
  slot: Pick<SlotToTell, 'at' | 'kind' | 'localDate'>,
  now: Temporal.Instant,
): Promise<ReadNews> {
  const told = await lastTold(db, digest, slot, now);
  const { seq: untilLine } = await readAuditHead(db);
  const span = {
    fromLine: Math.min(told.line, untilLine),
    untilLine,
    from: told.at,
    until: now,
  };
  const read = await readDigestNews(db, { digest, span, told, day: slot.localDate, now });
  return {
    span,
    news: read.map((news) => ({ news, isEvent: isEventful(news) })),
  };
}

/** Where what it told last ended; before its first, where the slot before this one would have. */
async function lastTold(
  db: Db,
  { id, schedule }: DigestToRead,
  { at, kind, localDate }: Pick<SlotToTell, 'at' | 'kind' | 'localDate'>,
  now: Temporal.Instant,
): Promise<SpanTold> {
  const told = id === null ? null : await findSpanTold(db, id, stamp(now));
  if (told !== null) {
    // By a clock that has gone back since: then only the log tells what is new.
    const isAhead = Temporal.Instant.compare(told.at, now) > 0;
    return isAhead ? { ...told, at: now, day: localDate } : told;
  }
  const last = lastSlotUntil(schedule, at.subtract({ milliseconds: 1 }));
  // Whoever asks in between wants to see the whole of a day, a week or a month.
  const before =
    kind === 'due' ? last : lastSlotUntil(schedule, last.at.subtract({ milliseconds: 1 }));
  return { line: await lastLineUntil(db, stamp(before.at)), at: before.at, day: before.date };
}

function factsOf(digest: DigestToRead, span: DigestSpan, news: ReadNews['news']): DigestFacts {
  return {
    news: news.map((one) => one.news),
    span,
    schedule: digest.schedule,
    choices: digest.choices,
    isPersonal: isPersonal(digest),
    isUneventful: !news.some(({ isEvent }) => isEvent),
    setBy: null,
    late: null,
  };
}
