import type { Logger } from 'pino';
import { OPERATOR } from '../../db/agenda-workspaces.ts';
import { listAgendas, readAgenda } from '../../db/agendas.ts';
import { entryInForce } from '../../db/history.ts';
import type { Db } from '../../db/open.ts';
import { type AuditHead, readAuditHead } from '../../db/record/audit.ts';
import { findIssueRef, type Reminder } from '../../db/reminders.ts';
import {
  listUntoldSince,
  listUntoldWatchers,
  listWatchersOfDays,
  type Watcher,
} from '../../db/told-watches.ts';
import { troubleOf } from '../../db/trouble.ts';
import { dayIn, lastDayBegun } from '../agenda/days.ts';
import type { IsoDate } from '../agenda/record.ts';
import { tellableOn } from '../agenda/tellable.ts';
import { type EntryDue, nudgeOwners } from '../changes/nudges.ts';
import { tellDueReminders } from '../changes/set-reminder.ts';
import { tellWatcher } from '../changes/tell-watchers.ts';
import { entryWanted } from '../messages/nudges.ts';
import { reminderAlone, reminderDue } from '../messages/reminders.ts';
import type { Outgoing } from '../messages/outgoing.ts';
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
}

/**
 * Finds what people are to be told by direct message, and puts it on its way in the transaction
 * that notes it: news of what they watch, what they asked to be reminded of, entries that are due.
 */
export class Reminders {
  readonly #db: Db;
  readonly #now: () => Temporal.Instant;
  readonly #log: Logger;
  /** The end of the log when watchers were last looked for. */
  #looked: AuditHead | null = null;
  /** Those found so far who were not told yet, by their names. */
  readonly #untold = new Map<string, Untold>();
  /** The day of each agenda when it was last looked whose day came, and in which quarter of an hour that was. */
  readonly #days = new Map<string, IsoDate>();
  #quarter = 0;

  constructor({ db, now, log }: RemindersOptions) {
    this.#db = db;
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
    return tellDueReminders(this.#db, { now, limit: MOST_TOGETHER }, (tx, reminder) =>
      this.#orElse(() => composeReminder(tx, reminder, now), {
        message: reminderAlone(reminder),
        plain: null,
      }),
    );
  }

  async #nudge(now: Temporal.Instant): Promise<number> {
    const some = { now, limit: MOST_TOGETHER };
    const { looked, unplannable } = await nudgeOwners(this.#db, some, (tx, due) =>
      this.#orElse(() => composeNudge(tx, due), null),
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
      await tellWatcher(this.#db, untold.watcher, now, (tx, watches) =>
        this.#orElse(() => composeWatchNews(tx, watches, now), null),
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
  reminder: Reminder,
  now: Temporal.Instant,
): Promise<Outgoing> {
  const { agendaId, key } = reminder;
  const issue = await findIssueRef(db, { agendaId, key });
  const last = await entryInForce(db, agendaId, key, lastDayBegun(now));
  const elsewhere = await otherAgenda(db, reminder);
  return { message: reminderDue({ reminder, issue, last, elsewhere, now }), plain: null };
}

async function composeNudge(db: Db, { nudge, last, days }: EntryDue): Promise<Outgoing> {
  const issue = await findIssueRef(db, nudge);
  const title = issue?.title ?? nudge.key;
  const elsewhere = await otherAgenda(db, nudge);
  return { message: entryWanted({ key: nudge.key, title, last, days, elsewhere }), plain: null };
}

/** The title of an agenda that is not the one in use where people are alone with Summit. */
async function otherAgenda(
  db: Db,
  { teamId, agendaId }: { readonly teamId: string; readonly agendaId: string },
): Promise<string | null> {
  return (await isInUse(db, teamId, agendaId)) ? null : (await readAgenda(db, agendaId)).title;
}
