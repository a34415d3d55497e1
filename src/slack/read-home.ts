import { todayFor } from '../../commands/agenda-in-use.ts';
import type { Call } from '../../commands/command.ts';
import { agendaFor } from '../../db/agendas.ts';
import { findKeptCard } from '../../db/cards.ts';
import { listOfPerson } from '../../db/issues-of-person.ts';
import { listNews, type NewsLine } from '../../db/news.ts';
import { isOpen, listStale, MOST_COUNTED } from '../../db/stale-issues.ts';
import { listStandings } from '../../db/standing-lists.ts';
import { countStandings } from '../../db/standings.ts';
import { addDays, dayIn } from '../agenda/days.ts';
import { stamp } from '../agenda/stamp.ts';
import type { Agenda, IsoDate, IssueRef } from '../agenda/record.ts';
import { type HomeNews, isMove, type IssueNews } from '../messages/home-news.ts';
import type { HomeIssue } from '../messages/home-issues.ts';
import type { HomeOfAgenda } from '../messages/home-tab.ts';

const FIRST_LOOK = Temporal.Duration.from({ hours: 7 * 24 });
const STALE_AFTER_DAYS = 30;
/** As many of the oldest as can be shown, were all of mine among them. */
const OLDEST_READ = 10;
const SUGGESTED = 5;

/** All that someone's Home tab tells. `lastLook` is when they looked before; null while there is no agenda. */
export async function readHome(call: Call, lastLook: string | null): Promise<HomeOfAgenda | null> {
  const { db, who, where } = call;
  const agenda = await agendaFor(db, where);
  if (agenda === null) return null;

  const today = todayFor(call, agenda);
  const person = { agendaId: agenda.id, teamId: where.teamId, userId: who.id };
  const owned = await listOfPerson(db, 'desk_owners', person, { agenda, day: today });
  const ownedKeys = new Set(owned.map(({ key }) => key));
  const watched = (await listOfPerson(db, 'watches', person, { agenda, day: today })).filter(
    ({ key }) => !ownedKeys.has(key),
  );
  const mine = [...owned, ...watched];
  const { counts, notYet } = await countStandings(db, agenda, today);
  return {
    agenda,
    today,
    owned,
    watched,
    news: await readNews(call, agenda, mine, lastLook),
    stale: await readStale(call, agenda, mine, today),
    counts,
    notYet,
    latest: mine.length > 0 ? [] : await latestOf(call, agenda, today),
  };
}

async function latestOf(
  { db }: Call,
  agenda: Agenda,
  day: IsoDate,
): Promise<HomeOfAgenda['latest']> {
  const page = { limit: SUGGESTED, offset: 0 };
  return (await listStandings(db, agenda, day, {}, page)).rows;
}

async function readNews(
  { db, who, now }: Call,
  agenda: Agenda,
  mine: readonly HomeIssue[],
  lastLook: string | null,
): Promise<HomeNews> {
  const since = lastLook ?? stamp(now.subtract(FIRST_LOOK));
  const { lines, imports } = await listNews(db, { agendaId: agenda.id, notBy: who.id, since });
  const sinceDay = dayIn(Temporal.Instant.from(since), who.timeZone);
  const mineKeys = new Set(mine.map(({ key }) => key));
  const byIssue = Map.groupBy(lines, ({ key }) => key);
  const told = [...byIssue.values()].map((ofIssue) => newsOf(ofIssue, mineKeys));
  if (imports.length > 0) {
    const untold = mine.filter(
      ({ key, lastOn }) => !byIssue.has(key) && (lastOn ?? '') >= sinceDay,
    );
    for (const issue of untold) {
      const imported = await importedNews(db, agenda.id, issue, since);
      if (imported !== null) told.push(imported);
    }
  }
  return {
    since: lastLook === null ? null : sinceDay,
    issues: told.toSorted((one, other) => rank(one) - rank(other)),
    imports,
  };
}

/** What stands at the end of somebody's changes of one issue, the latest of which comes first. */
function newsOf(lines: readonly NewsLine[], mine: ReadonlySet<string>): IssueNews {
  const told = lines.find(({ entry }) => entry !== null) ?? lines[0];
  if (told === undefined) throw new Error('An issue in the news has no change');
  const { key, title, action, by, entry } = told;
  return { key, title, action, by, entry, others: lines.length - 1, isMine: mine.has(key) };
}

/** What a file says of the days since the last look; what it says of earlier ones is history. */
async function importedNews(
  db: Call['db'],
  agendaId: string,
  { key, title }: IssueRef,
  since: string,
): Promise<IssueNews | null> {
  const [last, before] = (await findKeptCard(db, agendaId, key))?.entries ?? [];
  if (last === undefined || last.recordedAt <= since) return null;
  const { date, precision, status: to, basis, recordedBy: by } = last;
  const entry = { date, precision, from: before?.status ?? null, to, basis };
  return { key, title, action: 'import', by, entry, others: 0, isMine: true };
}

function rank(news: IssueNews): number {
  return (news.isMine ? 0 : 2) + (isMove(news) ? 0 : 1);
}

async function readStale(
  { db }: Call,
  agenda: Agenda,
  mine: readonly HomeIssue[],
  today: IsoDate,
): Promise<HomeOfAgenda['stale']> {
  const before = addDays(today, -STALE_AFTER_DAYS);
  const asked = { agendaId: agenda.id, before, limit: OLDEST_READ };
  const { oldest, total } = await listStale(db, asked);
  const mineKeys = new Set(mine.map(({ key }) => key));
  return {
    mine: mine
      .filter(
        ({ status, lastOn }) =>
          status !== null && isOpen(status) && lastOn !== null && lastOn < before,
      )
      .toSorted((one, other) => ((one.lastOn ?? '') < (other.lastOn ?? '') ? -1 : 1)),
    others: oldest.filter(({ key }) => !mineKeys.has(key)),
    total: Math.min(total, MOST_COUNTED),
    isMore: total > MOST_COUNTED,
  };
}
