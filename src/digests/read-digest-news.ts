import { agendaFor, listAgendas } from '../../db/agendas.ts';
import { listMutes } from '../../db/digest-issues.ts';
import { findDaySaid, type SpanTold } from '../../db/digest-spans.ts';
import { isPersonal } from '../../db/digests.ts';
import type { Db } from '../../db/open.ts';
import { dayIn } from '../agenda/days.ts';
import type { DigestNews, DigestSpan } from '../agenda/digest.ts';
import { choosesIssues } from '../agenda/digest-filter.ts';
import type { Agenda, IsoDate } from '../agenda/record.ts';
import { stamp } from '../agenda/stamp.ts';
import { datesAhead } from './dates-ahead.ts';
import type { DigestOfAgenda, DigestToRead } from './digest-of-agenda.ts';
import { isEventful } from './is-eventful.ts';
import { issuesOfSpan } from './issues-of-span.ts';
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
  for (const agenda of await agendasToTell(db, digest)) {
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
    const ahead = await datesAhead(db, of);
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
  for (const one of happened) {
    const { id } = one.of.digest;
    const said = id === null ? null : await findDaySaid(db, id, stamp(now));
    news.push({ ...one.news, ...(await whereIssuesStand(db, one.of, said ?? one.of.since)) });
  }
  return news;
}

/** Those that are named; otherwise those of issues that are named, and the one in use for all that is asked of it. */
async function agendasToTell(
  db: Db,
  { teamId, place, choices: { only } }: DigestToRead,
): Promise<Agenda[]> {
  const named = only.flatMap((filter) => (filter.kind === 'agenda' ? [filter.agendaId] : []));
  const ofIssues = only.flatMap((filter) => (filter.kind === 'issue' ? [filter.agendaId] : []));
  const choosing = only.filter(choosesIssues);
  const asksOfInUse = choosing.length === 0 || choosing.some(({ kind }) => kind !== 'issue');
  const inUse =
    named.length === 0 && asksOfInUse ? await agendaFor(db, { teamId, channelId: place }) : null;
  const ids = new Set(
    named.length > 0 ? named : [...(inUse === null ? [] : [inUse.id]), ...ofIssues],
  );
  if (inUse !== null && ids.size === 1) return [inUse];
  const all = await listAgendas(db);
  return [...ids].flatMap((id) => all.find((agenda) => agenda.id === id) ?? []);
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other;
}
