import {
  listIssuesToFilter,
  listStandingsToFilter,
  type StandingToFilter,
} from '../../db/digest-issues.ts';
import {
  byLastEntry,
  countsOn,
  countStale,
  listLastEnteredIn,
  listMovedAhead,
  type StaleIssue,
} from '../../db/digest-outlook.ts';
import type { Db } from '../../db/open.ts';
import { isOpen } from '../../db/stale-issues.ts';
import { addDays } from '../agenda/days.ts';
import type { DigestNews } from '../agenda/digest.ts';
import { filtersFor, isNarrowed } from '../agenda/digest-filter.ts';
import type { IsoDate } from '../agenda/record.ts';
import { STATUSES } from '../agenda/status.ts';
import type { DigestOfAgenda } from './digest-of-agenda.ts';

/** More that went stale at once are only counted. */
const MOST_STALE = 100;

/**
 * How many issues stand where, and which went stale since the last digest that told so; the
 * first one tells all that are stale.
 */
export async function whereIssuesStand(
  db: Db,
  of: DigestOfAgenda,
  dayTold: IsoDate | null,
): Promise<Pick<DigestNews, 'counts' | 'stale'>> {
  const { agenda, digest, until: today, mutes } = of;
  const after = digest.choices.staleAfter;
  const before = addDays(today, -after);
  const since = dayTold === null ? '' : addDays(dayTold < today ? dayTold : today, -after);
  const isNews = ({ key, lastOn }: Untitled): boolean =>
    lastOn >= since && mutes.get(key) !== 'all';
  const none = { after, fresh: [], total: 0 };

  if (!isNarrowed(digest.choices)) {
    const counts = await countsOn(db, agenda, today);
    if (after === 0) return { counts, stale: none };
    const entered = { agendaId: agenda.id, since, before };
    const fresh = (await listLastEnteredIn(db, entered, MOST_STALE)).filter(isNews);
    return { counts, stale: { after, fresh, total: await countStale(db, agenda.id, before) } };
  }
  const issues = await issuesMeant(db, of);
  const stale = after === 0 ? [] : issues.flatMap((issue) => staleOne(issue, before));
  const fresh = stale.filter(isNews).toSorted(byLastEntry).slice(0, MOST_STALE);
  return {
    counts: countsOf(issues),
    stale: { after, fresh: await withTitles(db, of, fresh), total: stale.length },
  };
}

type Untitled = Omit<StaleIssue, 'title'>;

async function withTitles(
  db: Db,
  { agenda, digest }: DigestOfAgenda,
  issues: readonly Untitled[],
): Promise<StaleIssue[]> {
  const which = { agendaId: agenda.id, teamId: digest.teamId };
  const keys = issues.map(({ key }) => key);
  const read = await listIssuesToFilter(db, which, keys);
  const titles = new Map(read.map(({ key, title }) => [key, title]));
  return issues.map((issue) => ({ ...issue, title: titles.get(issue.key) ?? issue.key }));
}

async function issuesMeant(
  db: Db,
  { agenda, digest, until }: DigestOfAgenda,
): Promise<StandingToFilter[]> {
  const which = { agendaId: agenda.id, teamId: digest.teamId };
  const moved = await listMovedAhead(db, agenda, until);
  const then = new Map(moved.map((issue) => [issue.key, issue.then]));
  return (await listStandingsToFilter(db, which, digest.choices))
    .map((issue) => {
      const status = then.get(issue.key);
      return status === undefined ? issue : { ...issue, status, statuses: [status] };
    })
    .filter((issue) => filtersFor(digest.choices, issue) !== null);
}

function countsOf(issues: readonly StandingToFilter[]): DigestNews['counts'] {
  const at = Map.groupBy(issues, ({ status }) => status);
  return new Map(
    STATUSES.flatMap(({ key }) => {
      const count = at.get(key)?.length ?? 0;
      return count > 0 ? [[key, count] as const] : [];
    }),
  );
}

function staleOne({ key, status, lastOn }: StandingToFilter, before: IsoDate): Untitled[] {
  if (status === null || lastOn === null || !isOpen(status) || lastOn >= before) return [];
  return [{ key, status, lastOn }];
}
