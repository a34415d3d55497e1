import type { Logger } from 'pino';
import { OPERATOR } from '../../db/agenda-workspaces.ts';
import { listAgendas, readAgenda } from '../../db/agendas.ts';
import { entryInForce } from '../../db/history.ts';
import type { Db, Tx } from '../../db/open.ts';
import { type AuditHead, readAuditHead } from '../../db/record/audit.ts';
import { listNudged } from '../../db/nudges.ts';
import { findIssueRef, listDueReminders, type Reminder } from '../../db/reminders.ts';
import { listParts, readIn, recordOf, restrictionsOf, seenByAll } from '../../db/sighted.ts';
import {
  listUntoldSince,
  listUntoldWatchers,
  listWatchersOfDays,
  type Watcher,
} from '../../db/told-watches.ts';
import { troubleOf } from '../../db/trouble.ts';
import { rootOf } from '../agenda/annex.ts';
import { dayIn, lastDayBegun } from '../agenda/days.ts';
import type { IsoDate } from '../agenda/record.ts';
import { stamp } from '../agenda/stamp.ts';
import { tellableOn } from '../agenda/tellable.ts';
import { type EntryDue, nudgeOwners } from '../changes/nudges.ts';
import { soonAfter } from '../changes/plan-digest.ts';
import { tellDueReminders } from '../changes/set-reminder.ts';
import { tellWatcher } from '../changes/tell-watchers.ts';
import { entryWanted } from '../messages/nudges.ts';
import { reminderAlone, reminderDue } from '../messages/reminders.ts';
import type { Outgoing } from '../messages/outgoing.ts';
import type { Seen, SeenAt } from './seen-at.ts';
import { composeWatchNews, isInUse } from './watch-news.ts';

/** What was left alone for as long is told: a burst of changes makes one message. */
const QUIET_FOR = 60_000;
/** Longer than this nobody waits for quiet. */
const WAIT_AT_MOST = 5 * 60_000;
const QUARTER = 15 * 60_000;
/** As many as one transaction takes. */
const MOST_TOGETHER = 50;

export interface RemindersOptions {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly seenAt: SeenAt;
}

/**
 * Finds what people are to be told by direct message, and puts it on its way in the transaction
 * that notes it: news of what they watch, what they asked to be reminded of, entries that are due.
 */
export class Reminders {
  readonly #db: Db;
  readonly #seenAt: SeenAt;
  readonly #now: () => Temporal.Instant;
  readonly #log: Logger;
  /** The end of the log when watchers were last looked for. */
  #looked: AuditHead | null = null;
  /** Those found so far who were not told yet, by their names. */
  readonly #untold = new Map<string, Untold>();
  /** The day of each agenda when it was last looked whose day came, and in which quarter of an hour that was. */
  readonly #days = new Map<string, IsoDate>();
  #quarter = 0;

  constructor({ db, now, log, seenAt }: RemindersOptions) {
    this.#db = db;
    this.#seenAt = seenAt;
    this.#now = now;
    this.#log = log;
  }

  /** Looks once. Writes nothing when nothing is due. */
  async look(isStopping: () => boolean): Promise<void> {
    const now = this.#now();
    const failed: unknown[] = [];
    for (const tell of [
      async (): Promise<void> => this.#tellAll(() => this.#remind(now), isStopping),
      async (): Promise<void> => this.#tellAll(() => this.#nudge(now), isStopping),
      async (): Promise<void> => this.#tellWatchers(now, isStopping),
    ]) {
      if (isStopping()) break;
      try {
        await tell();
      } catch (error) {
        if (troubleOf(error) !== null) throw error;
        failed.push(error);
      }
    }
    // What one of them fails of keeps nobody from being told by the others.
    if (failed.length > 0) throw failed[0];
  }

  async #tellAll(tell: () => Promise<number>, isStopping: () => boolean): Promise<void> {
    for (let told = MOST_TOGETHER; told === MOST_TOGETHER && !isStopping();) {
      told = await tell();
      if (told > 0) this.#log.debug({ told }, 'What was due by direct message is on its way');
    }
  }

  async #remind(now: Temporal.Instant): Promise<number> {
    const due = await listDueReminders(this.#db, stamp(now), MOST_TOGETHER);
    const seen = await this.#seenBy(due);
    return tellDueReminders(this.#db, { now, limit: MOST_TOGETHER }, (tx, reminder) =>
      this.#orElse(() => seen.tell(reminder, tx, (db) => composeReminder(db, tx, reminder, now)), {
        message: reminderAlone(reminder),
        plain: null,
      }),
    );
  }

  async #nudge(now: Temporal.Instant): Promise<number> {
    const some = { now, limit: MOST_TOGETHER };
    const seen = await this.#seenBy(
      await listNudged(this.#db, {
        by: stamp(now),
        soon: stamp(soonAfter(now)),
        limit: MOST_TOGETHER,
      }),
    );
    const { looked, unplannable } = await nudgeOwners(this.#db, some, (tx, due, userId) =>
      this.#orElse(
        () => seen.tell({ ...due.nudge, userId }, tx, (db) => composeNudge(db, due)),
        null,
      ),
    );
    for (const { nudge, error } of unplannable) {
      const { agendaId, key, teamId } = nudge;
      this.#log.error(
        { agenda: agendaId, issue: key, team: teamId, err: error },
        'Owners are asked about an issue no more: when is unclear',
      );
    }
    return looked;
  }

  async #tellWatchers(now: Temporal.Instant, isStopping: () => boolean): Promise<void> {
    await this.#findWatchers();
    await this.#findDaysThatCame(now);
    for (const [name, untold] of this.#untold) {
      if (isStopping()) return;
      if (dueAt(untold, now) > now.epochMilliseconds) continue;
      const seen = await this.#seenBy([untold.watcher]);
      await tellWatcher(this.#db, untold.watcher, now, (tx, watches) =>
        this.#orElse(
          () => seen.tell(untold.watcher, tx, (db) => composeWatchNews(db, watches, now)),
          null,
        ),
      );
      this.#untold.delete(name);
    }
  }

  /** Finds who is to be told what was recorded since the last look; in another log, who is to be told at all. */
  async #findWatchers(): Promise<void> {
    const head = await readAuditHead(this.#db);
    if (this.#looked?.seq === head.seq && this.#looked.hash === head.hash) return;
    const since = this.#looked === null ? null : await listUntoldSince(this.#db, this.#looked);
    if (since === null) this.#untold.clear();
    for (const { firstAt, lastAt, ...watcher } of since ?? (await listUntoldWatchers(this.#db))) {
      this.#addUntold(watcher, millisecondOf(firstAt), millisecondOf(lastAt));
    }
    this.#looked = head;
  }

  /** Finds who is to be told what was entered for a day that has come. */
  async #findDaysThatCame(now: Temporal.Instant): Promise<void> {
    // In every zone days begin with a quarter of an hour.
    const quarter = Math.floor(now.epochMilliseconds / QUARTER);
    if (quarter === this.#quarter) return;
    for (const { id, timeZone } of await listAgendas(this.#db, OPERATOR)) {
      const until = dayIn(now, timeZone);
      if (this.#days.get(id) === until) continue;
      for (const entry of await listWatchersOfDays(this.#db, { agendaId: id, until })) {
        const { teamId, userId, toldAt } = entry;
        const day = tellableOn(entry);
        const hasCome = day <= until && day > dayIn(Temporal.Instant.from(toldAt), timeZone);
        const at = now.epochMilliseconds;
        if (hasCome) this.#addUntold({ teamId, userId }, at, at);
      }
      this.#days.set(id, until);
    }
    this.#quarter = quarter;
  }

  /** What each of them may see. Slack is asked before a transaction begins. */
  async #seenBy(people: readonly Watcher[]): Promise<SeenBy> {
    if (restrictionsOf(await listParts(this.#db)).isOpen) {
      return { tell: async (_, tx, compose) => compose(tx) };
    }
    const seen = new Map<string, Extract<Seen, { kind: 'seen' }>>();
    for (const { teamId, userId } of people) {
      const here = await this.#seenAt({ teamId, place: userId });
      if (here.kind === 'seen') seen.set(`${teamId} ${userId}`, here);
    }
    // Of whom Slack tells nothing, that is all they are told.
    const least = { db: await seenByAll(this.#db), marking: 'GREEN' } as const;
    return {
      async tell({ teamId, userId }, tx, compose) {
        const { db, marking } = seen.get(`${teamId} ${userId}`) ?? least;
        const told = await compose(readIn(tx, db));
        return told === null ? null : { ...told, marking };
      },
    };
  }

  #addUntold(watcher: Watcher, first: number, last: number): void {
    const name = `${watcher.teamId} ${watcher.userId}`;
    this.#untold.set(name, { watcher, first: this.#untold.get(name)?.first ?? first, last });
  }

  /** What can't be said is logged, and something else in its place, so that it is in nobody else's way. */
  async #orElse<T>(compose: () => Promise<T>, instead: T): Promise<T> {
    try {
      return await compose();
    } catch (error) {
      if (troubleOf(error) !== null) throw error;
      this.#log.error({ err: error }, 'A direct message could not be composed');
      return instead;
    }
  }
}

/** Composes from the record as somebody may see it; from the transaction where all may see all of it. */
interface SeenBy {
  readonly tell: (
    person: Watcher,
    tx: Tx,
    compose: (db: Db) => Promise<Outgoing | null>,
  ) => Promise<Outgoing | null>;
}

/** Someone to be told, and when the first and the last of what they were not told was recorded. */
interface Untold {
  readonly watcher: Watcher;
  readonly first: number;
  readonly last: number;
}

/** Once it is quiet. A change from a clock that is ahead of ours waits for nothing. */
function dueAt({ first, last }: Untold, now: Temporal.Instant): number {
  return last > now.epochMilliseconds
    ? now.epochMilliseconds
    : Math.min(last + QUIET_FOR, first + WAIT_AT_MOST);
}

function millisecondOf(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

async function composeReminder(
  db: Db,
  tx: Tx,
  reminder: Reminder,
  now: Temporal.Instant,
): Promise<Outgoing | null> {
  const { key } = reminder;
  const agendaId = asSeen(db, reminder);
  const issue = await findIssueRef(db, { agendaId, key });
  // Whoever may not see it any more is told nothing of it, not even that it is there.
  if (issue === null && (await findIssueRef(tx, reminder)) !== null) return null;
  const last = await entryInForce(db, agendaId, key, lastDayBegun(now));
  const elsewhere = await otherAgenda(db, { ...reminder, agendaId });
  return { message: reminderDue({ reminder, issue, last, elsewhere, now }), plain: null };
}

async function composeNudge(db: Db, { nudge, last, days }: EntryDue): Promise<Outgoing | null> {
  const agendaId = asSeen(db, nudge);
  const issue = await findIssueRef(db, { agendaId, key: nudge.key });
  if (issue === null) return null;
  const { title } = issue;
  const elsewhere = await otherAgenda(db, { ...nudge, agendaId });
  return { message: entryWanted({ key: nudge.key, title, last, days, elsewhere }), plain: null };
}

/** The agenda as whoever sees the record through a view knows it. */
function asSeen(db: Db, { agendaId }: { readonly agendaId: string }): string {
  return recordOf(db) === db ? agendaId : rootOf(agendaId);
}

/** The title of an agenda that is not the one in use where people are alone with Summit. */
async function otherAgenda(
  db: Db,
  { teamId, agendaId }: { readonly teamId: string; readonly agendaId: string },
): Promise<string | null> {
  return (await isInUse(db, teamId, agendaId)) ? null : (await readAgenda(db, agendaId)).title;
}
