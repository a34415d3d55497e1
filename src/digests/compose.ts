import { isPersonal, type StandingDigest } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import type { DigestSpan } from '../agenda/digest.ts';
import { dayIn } from '../agenda/days.ts';
import type { ComingSlot } from '../changes/say-slot.ts';
import {
  type DigestFacts,
  digestMessages,
  digestPreview,
  type PreviewPage,
} from '../messages/digest.ts';
import type { Message } from '../messages/message.ts';
import type { Outgoing } from '../messages/outgoing.ts';
import type { DigestToRead } from './digest-of-agenda.ts';
import { letOthers } from './let-others.ts';
import { type NewsRead, tellInFull } from './read-digest-news.ts';
import { readSpan } from './read-span.ts';

/** What a slot tells; the span is read either way. */
export type Composition =
  | { readonly kind: 'silent'; readonly span: DigestSpan }
  | {
      readonly kind: 'say';
      readonly span: DigestSpan;
      /** The first is the digest itself, the others go into its thread. */
      readonly parts: readonly Outgoing[];
      readonly tellsStale: boolean;
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
    readonly slot: ComingSlot;
    readonly now: Temporal.Instant;
  },
): Promise<Composition> {
  const { span, read } = await readSpan(db, digest, slot, now);
  const mustSpeak = read.isEventful || slot.kind === 'asked' || !digest.choices.quiet;
  if (read.happened.length === 0 || !mustSpeak) return { kind: 'silent', span };
  const facts: DigestFacts = {
    ...(await factsOf(db, digest, span, read)),
    setBy: slot.isFirst ? digest.setBy : null,
    late: slot.isLate ? { due: slot.at, said: now } : null,
  };
  await letOthers(db);
  return { kind: 'say', span, parts: digestMessages(facts), tellsStale: read.isEventful };
}

/** What a digest would say if its time were now; null while there is no agenda. */
export async function previewDigest(
  db: Db,
  {
    digest,
    now,
    page,
  }: {
    readonly digest: DigestToRead;
    readonly now: Temporal.Instant;
    readonly page: PreviewPage;
  },
): Promise<Message | null> {
  const localDate = dayIn(now, digest.schedule.timeZone);
  const { span, read } = await readSpan(db, digest, { at: now, kind: 'asked', localDate }, now);
  if (read.happened.length === 0) return null;
  return digestPreview(await factsOf(db, digest, span, read), page);
}

async function factsOf(
  db: Db,
  digest: DigestToRead,
  span: DigestSpan,
  read: NewsRead,
): Promise<DigestFacts> {
  return {
    news: await tellInFull(db, read, span.until),
    span,
    schedule: digest.schedule,
    choices: digest.choices,
    isPersonal: isPersonal(digest),
    isUneventful: !read.isEventful,
    setBy: null,
    late: null,
  };
}
