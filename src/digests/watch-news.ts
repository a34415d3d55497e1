import { agendaFor, readAgenda } from '../../db/agendas.ts';
import { findKeptCard } from '../../db/cards.ts';
import { readEntries } from '../../db/digest-entries.ts';
import { findStepOfEntry, isImported } from '../../db/digest-lines.ts';
import type { Db } from '../../db/open.ts';
import { recordOf } from '../../db/sighted.ts';
import type { UntoldWatch } from '../../db/told-watches.ts';
import { rootOf } from '../agenda/annex.ts';
import { dayIn, lastDayBegun } from '../agenda/days.ts';
import { type EntryFact, type FoldedIssue, foldNews, toldFrom } from '../agenda/fold-news.ts';
import type { Entry, IsoDate } from '../agenda/record.ts';
import { type IssueMoved, watchNews } from '../messages/watch-news.ts';
import type { Outgoing } from '../messages/outgoing.ts';
import { readIssuesInSpan } from './issues-in-span.ts';

/** Says what moved of issues someone watches, by others than themselves. Null when nothing did. */
export async function composeWatchNews(
  db: Db,
  untold: readonly UntoldWatch[],
  now: Temporal.Instant,
): Promise<Outgoing | null> {
  const moved: IssueMoved[] = [];
  for (const watch of untold) {
    const one = await moveOf(db, watch, now);
    if (one !== null) moved.push(one);
  }
  return moved.length === 0 ? null : { message: watchNews(moved), plain: null };
}

async function moveOf(
  db: Db,
  watch: UntoldWatch,
  now: Temporal.Instant,
): Promise<IssueMoved | null> {
  const { key, teamId, userId, toldLine, lastLine, toldAt } = watch;
  const agendaId = recordOf(db) === db ? watch.agendaId : rootOf(watch.agendaId);
  const card = await findKeptCard(db, agendaId, key);
  if (card === null) return null;
  const { title, timeZone } = await readAgenda(db, agendaId);
  const until = dayIn(now, timeZone);
  const toldOn = dayIn(Temporal.Instant.from(toldAt), timeZone);
  // A clock that was ahead may have told it on a day to come.
  const since = toldOn < until ? toldOn : until;
  const stretch = { agendaId, fromLine: toldLine, untilLine: lastLine };
  const [read] = await readIssuesInSpan(db, stretch, [key]);
  if (read === undefined) return null;
  const asRecorded = async (entry: EntryFact): Promise<EntryFact> =>
    toldAsRecorded(db, { ...watch, agendaId }, entry, timeZone);
  const issue = {
    steps: read.steps,
    counting: await Promise.all(read.counting.map(asRecorded)),
    ended: await Promise.all(read.ended.map(asRecorded)),
  };
  const folded = foldNews(issue, { since, until }, userId);
  if (folded === null || folded.from === folded.to) return null;

  const { from, to, step, because } = folded;
  const entry = await entrySaying(db, issue.counting, folded, until);
  const id = entry?.id ?? '';
  const done = step ?? (await findStepOfEntry(db, { agendaId, key, id }));
  return {
    key,
    title: card.title,
    elsewhere: (await isInUse(db, teamId, agendaId)) ? null : title,
    from,
    to,
    entry,
    action: done?.action ?? 'import',
    by: done?.by ?? entry?.recordedBy ?? '',
    because,
  };
}

/**
 * What somebody recorded for their own today is told at once, also where that day has not begun
 * at the venue; what a file holds of it is not.
 */
async function toldAsRecorded(
  db: Db,
  { agendaId, key }: UntoldWatch,
  entry: EntryFact,
  timeZone: string,
): Promise<EntryFact> {
  const { date, precision, recordedAt } = entry;
  if (precision !== 'day' || recordedAt === '') return entry;
  const at = Temporal.Instant.from(recordedAt);
  const recordedOn = dayIn(at, timeZone);
  if (date <= recordedOn || date > lastDayBegun(at)) return entry;
  const isOfFile = await isImported(db, { agendaId, key, recordedAt });
  return isOfFile ? entry : { ...entry, toldFrom: recordedOn };
}

/** The entry by which the issue stands where it is told to; else what was recorded of it. */
async function entrySaying(
  db: Db,
  counting: readonly EntryFact[],
  { to, entryId }: FoldedIssue,
  until: IsoDate,
): Promise<Entry | null> {
  const last = counting
    .filter((entry) => toldFrom(entry) <= until)
    .toSorted((one, other) => (one.date < other.date ? -1 : 1))
    .at(-1);
  const id = last?.status === to ? last?.id : entryId;
  return id === undefined || id === null ? null : ((await readEntries(db, [id])).get(id) ?? null);
}

/** True for the agenda that words are about which someone says to Summit alone. */
export async function isInUse(db: Db, teamId: string, agendaId: string): Promise<boolean> {
  const agenda = await agendaFor(db, { teamId, channelId: '' });
  return agenda?.id === agendaId;
}
