import { listMutes } from '../../db/digest-issues.ts';
import { findDayToldStale, type SpanTold } from '../../db/digest-spans.ts';
import { isPersonal } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { dayIn } from '../agenda/days.ts';
import type { DigestNews, DigestSpan } from '../agenda/digest.ts';
import type { IsoDate } from '../agenda/record.ts';
import { stamp } from '../agenda/stamp.ts';
import { agendasOfDigest } from './agendas-of-digest.ts';
import { datesAhead } from './dates-ahead.ts';
import type { DigestOfAgenda, DigestToRead } from './digest-of-agenda.ts';
import { isEventful } from './is-eventful.ts';
import { issuesOfSpan } from './issues-of-span.ts';
import { letOthers } from './let-others.ts';
import { whereIssuesStand } from './where-issues-stand.ts';

/** What happened, and what else a digest says beside it once it speaks. */
export interface NewsRead {
  readonly happened: readonly HappenedOnAgenda[];
  /** True when it speaks for any of it. */
  readonly isEventful: boolean;
}

interface HappenedOnAgenda {
  readonly of: DigestOfAgenda;
  readonly news: Omit<DigestNews, 'counts' | 'stale'>;
}

/** What happened in a span on each agenda the digest tells of. */
export async function readWhatHappened(
  db: Db,
  {
    digest,
    span,
    told,
    day,
  }: {
    readonly digest: DigestToRead;
    readonly span: DigestSpan;
    readonly told: SpanTold;
    /** The day it is for. */
    readonly day: IsoDate;
  },
): Promise<NewsRead> {
  const happened: HappenedOnAgenda[] = [];
  for (const agenda of await agendasOfDigest(db, digest, digest.choices.only)) {
    const since = later(told.day, dayIn(told.at, agenda.timeZone));
    const of: DigestOfAgenda = {
      digest,
      agenda,
      fromLine: span.fromLine,
      untilLine: span.untilLine,
      since,
      until: later(since, later(day, dayIn(span.until, agenda.timeZone))),
      notBy: isPersonal(digest) ? digest.place : null,
      mutes: digest.id === null ? new Map() : await listMutes(db, digest.id, agenda.id),
    };
    const changed = await issuesOfSpan(db, of);
    await letOthers(db);
    const ahead = await datesAhead(db, of);
    await letOthers(db);
    happened.push({ of, news: { agenda, since, until: of.until, ...changed, ahead } });
  }
  return {
    happened,
    isEventful: happened.some(({ news }) => isEventful(news, digest.choices)),
  };
}

/** All of it, for a digest that speaks. */
export async function tellInFull(
  db: Db,
  { happened }: NewsRead,
  now: Temporal.Instant,
): Promise<DigestNews[]> {
  const news: DigestNews[] = [];
  const id = happened[0]?.of.digest.id ?? null;
  const toldStale = id === null ? null : await findDayToldStale(db, id, stamp(now));
  for (const one of happened) {
    await letOthers(db);
    news.push({ ...one.news, ...(await whereIssuesStand(db, one.of, toldStale)) });
  }
  return news;
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other;
}
