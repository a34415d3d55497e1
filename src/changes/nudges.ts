import { entryInForce } from '../../db/history.ts';
import {
  findNudge,
  type IssueThere,
  keepNudge,
  listAskedBy,
  listDueNudges,
  type Nudge,
  removeNudge,
} from '../../db/nudges.ts';
import type { Db, Tx } from '../../db/open.ts';
import { addPost } from '../../db/posts.ts';
import { findIssueRef } from '../../db/reminders.ts';
import { isOpen } from '../../db/stale-issues.ts';
import { troubleOf } from '../../db/trouble.ts';
import { homeOf } from '../agenda/annex.ts';
import { addDays, dayIn } from '../agenda/days.ts';
import { morningFrom } from '../agenda/nudge-times.ts';
import type { Entry, IsoDate } from '../agenda/record.ts';
import { stamp } from '../agenda/stamp.ts';
import { tellableOn } from '../agenda/tellable.ts';
import { soonAfter } from './plan-digest.ts';
import { record } from './record.ts';
import { directPost } from './direct-post.ts';
import { type AskedThen, once } from './set-reminder.ts';

export type NudgeOutcome =
  /** `before` is what held until now; null when nobody was nudged. */
  | { readonly kind: 'set'; readonly nudge: Nudge; readonly before: Nudge | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'gone' };

/** An entry that is due: on an issue that is open, by its last entry. */
export interface EntryDue {
  readonly nudge: Nudge;
  /** Null when there never was one. */
  readonly last: Entry | null;
  /** Days since then, in the zone of the nudge. */
  readonly days: number | null;
}

/** What of a nudge is worked out, and not asked for. */
type NudgeAsked = Omit<Nudge, 'nextAt' | 'plannedAt'>;

/** From now on the owners of an issue are told when nothing was entered for so many days. */
export async function setNudge(
  db: Db,
  there: IssueThere,
  wanted: { readonly everyDays: number; readonly timeZone: string; readonly by: string },
  asked: AskedThen,
): Promise<NudgeOutcome> {
  const issue = atHome(there);
  return once(db, asked, async (tx): Promise<NudgeOutcome> => {
    if ((await findIssueRef(tx, issue)) === null) return { kind: 'gone' };
    const before = await findNudge(tx, issue);
    const { everyDays, timeZone, by } = wanted;
    const nudge = { ...issue, everyDays, timeZone, setBy: by, setAt: stamp(asked.at) };
    const next = await nextMorning(tx, nudge, asked.at);
    return { kind: 'set', nudge: await keep(tx, nudge, next, asked.at), before };
  });
}

/** The owners are left alone until then; without a day, for as long as entries are due. */
export async function snoozeNudge(
  db: Db,
  issue: IssueThere,
  until: Temporal.Instant | null,
  asked: AskedThen,
): Promise<NudgeOutcome> {
  return once(db, asked, async (tx): Promise<NudgeOutcome> => {
    const before = await findNudge(tx, atHome(issue));
    if (before === null) return { kind: 'none' };
    const { timeZone, everyDays } = before;
    const later = addDays(dayIn(asked.at, timeZone), everyDays);
    const next = until ?? morningFrom(later, timeZone, asked.at);
    return { kind: 'set', nudge: await keep(tx, before, next, asked.at), before };
  });
}

/** Nobody is nudged about the issue any more. Null when nobody was. */
export async function endNudge(db: Db, there: IssueThere): Promise<Nudge | null> {
  const issue = atHome(there);
  return record(db, async (tx) => {
    const nudge = await findNudge(tx, issue);
    await removeNudge(tx, issue);
    return nudge;
  });
}

function atHome(issue: IssueThere): IssueThere {
  return { ...issue, agendaId: homeOf(issue.agendaId, issue.key) };
}

/** What came of a look at nudges. */
export interface NudgesLookedAt {
  readonly looked: number;
  /** Those of which nobody can tell when they are due: there are no such nudges any more. */
  readonly unplannable: readonly { readonly nudge: Nudge; readonly error: unknown }[];
}

/** Says it to one of the owners, or gives null. */
type ComposeNudge = (tx: Tx, due: EntryDue, userId: string) => Promise<object | null>;

/** Puts a message to the owners of each issue whose entry is due on its way; `compose` says it, or gives null. */
export async function nudgeOwners(
  db: Db,
  { now, limit }: { readonly now: Temporal.Instant; readonly limit: number },
  compose: ComposeNudge,
): Promise<NudgesLookedAt> {
  const asked = { by: stamp(now), soon: stamp(soonAfter(now)) };
  if ((await listDueNudges(db, { ...asked, limit: 1 })).length === 0)
    return { looked: 0, unplannable: [] };
  return record(db, async (tx) => {
    const all = await listDueNudges(tx, { ...asked, limit });
    const unplannable: { nudge: Nudge; error: unknown }[] = [];
    for (const nudge of all) {
      try {
        if ((await findIssueRef(tx, nudge)) === null) await removeNudge(tx, nudge);
        else await lookAt(tx, nudge, now, compose);
      } catch (error) {
        // A zone this machine does not know, say: one such nudge holds up no other.
        if (troubleOf(error) !== null) throw error;
        await removeNudge(tx, nudge);
        unplannable.push({ nudge, error });
      }
    }
    return { looked: all.length, unplannable };
  });
}

async function lookAt(
  tx: Tx,
  nudge: Nudge,
  now: Temporal.Instant,
  compose: ComposeNudge,
): Promise<void> {
  const { timeZone, everyDays, nextAt } = nudge;
  const today = dayIn(now, timeZone);
  const { last, day } = await lastEntry(tx, nudge, today);
  const days = day === null ? null : daysFrom(day, today);
  const isWanted = last === null || isOpen(last.status);
  const isDue = isWanted && (days === null || days >= everyDays) && nextAt <= stamp(now);
  if (isDue) {
    for (const userId of (await listAskedBy(tx, nudge)).people) {
      const content = await compose(tx, { nudge, last, days }, userId);
      if (content === null) continue;
      await addPost(tx, directPost({ teamId: nudge.teamId, userId }, 'nudge', content, now), now);
    }
  }
  const next = isDue
    ? morningFrom(addDays(today, everyDays), timeZone, now)
    : await nextMorning(tx, nudge, now);
  await keep(tx, nudge, next, now);
}

/** The morning on which the next entry is due, or the next one when it is overdue. */
async function nextMorning(
  tx: Tx,
  nudge: NudgeAsked,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const { timeZone, everyDays } = nudge;
  const today = dayIn(now, timeZone);
  const { day } = await lastEntry(tx, nudge, today);
  return morningFrom(day === null ? today : addDays(day, everyDays), timeZone, now);
}

async function lastEntry(
  tx: Tx,
  { agendaId, key }: IssueThere,
  today: IsoDate,
): Promise<{ readonly last: Entry | null; readonly day: IsoDate | null }> {
  const last = await entryInForce(tx, agendaId, key, today);
  if (last === null) return { last, day: null };
  // Of a month or a year that is not over it may be of today.
  const day = tellableOn(last);
  return { last, day: day < today ? day : today };
}

async function keep(
  tx: Tx,
  nudge: NudgeAsked,
  next: Temporal.Instant,
  now: Temporal.Instant,
): Promise<Nudge> {
  const kept = { ...nudge, nextAt: stamp(next), plannedAt: stamp(now) };
  await keepNudge(tx, kept);
  return kept;
}

function daysFrom(day: IsoDate, today: IsoDate): number {
  return Temporal.PlainDate.from(day).until(today, { largestUnit: 'day' }).days;
}
