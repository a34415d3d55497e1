import { findKeptCard } from '../../db/cards.ts';
import { isKnownInput, rememberInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { newId } from '../../db/record/new-id.ts';
import {
  addReminder,
  listDueReminders,
  listReminders,
  type Reminder,
  removeReminder,
} from '../../db/reminders.ts';
import { addPost } from '../../db/posts.ts';
import type { Watcher } from '../../db/told-watches.ts';
import { homeOf } from '../agenda/annex.ts';
import { stamp } from '../agenda/stamp.ts';
import { directPost } from './direct-post.ts';
import { record } from './record.ts';

/** What someone asks to be reminded of. */
export interface ReminderWanted extends Watcher {
  readonly agendaId: string;
  readonly key: string;
  readonly at: Temporal.Instant;
  readonly note: string;
}

export type ReminderOutcome =
  | { readonly kind: 'set'; readonly reminder: Reminder }
  /** They are reminded of it then already. */
  | { readonly kind: 'as it was'; readonly reminder: Reminder }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'gone' }
  /** They have as many as anyone may. */
  | { readonly kind: 'too many' };

/** When something was asked for, and what Slack calls the input. */
export interface AskedThen {
  readonly at: Temporal.Instant;
  readonly inputId: string | null;
}

export const MOST_REMINDERS = 100;

/** Reminds someone of an issue once. It is nobody else's business, so no log tells of it. */
export async function setReminder(
  db: Db,
  { teamId, userId, agendaId: agenda, key, at, note }: ReminderWanted,
  asked: AskedThen,
): Promise<ReminderOutcome> {
  const agendaId = homeOf(agenda, key);
  return once(db, asked, async (tx): Promise<ReminderOutcome> => {
    if ((await findKeptCard(tx, agendaId, key)) === null) return { kind: 'gone' };
    const dueAt = stamp(at);
    const mine = await listReminders(tx, { teamId, userId });
    const same = mine.find(
      (one) =>
        one.agendaId === agendaId && one.key === key && one.dueAt === dueAt && one.note === note,
    );
    if (same !== undefined) return { kind: 'as it was', reminder: same };
    if (mine.length >= MOST_REMINDERS) return { kind: 'too many' };
    const id = newId(asked.at);
    const askedAt = stamp(asked.at);
    const reminder = { id, teamId, userId, agendaId, key, dueAt, note, askedAt };
    await addReminder(tx, reminder);
    return { kind: 'set', reminder };
  });
}

/** Takes back reminders of a person's: the one with this id, or all of an issue. Gives those there were. */
export async function endReminders(
  db: Db,
  person: Watcher,
  which: { readonly id: string } | { readonly agendaId: string; readonly key: string },
): Promise<Reminder[]> {
  return record(db, async (tx) => {
    const mine = await listReminders(tx, person);
    const ended: Reminder[] = [];
    for (const one of mine) {
      const isMeant =
        'id' in which
          ? one.id === which.id
          : one.agendaId === homeOf(which.agendaId, which.key) && one.key === which.key;
      if (isMeant && (await removeReminder(tx, one)) !== null) ended.push(one);
    }
    return ended;
  });
}

/** Puts due reminders on their way, at most so many; `compose` reads the record and says each, or gives null. Gives how many there were. */
export async function tellDueReminders(
  db: Db,
  { now, limit }: { readonly now: Temporal.Instant; readonly limit: number },
  compose: (tx: Tx, reminder: Reminder) => Promise<object | null>,
): Promise<number> {
  if ((await listDueReminders(db, stamp(now), 1)).length === 0) return 0;
  return record(db, async (tx) => {
    const due = await listDueReminders(tx, stamp(now), limit);
    for (const reminder of due) {
      await removeReminder(tx, reminder);
      const content = await compose(tx, reminder);
      if (content === null) continue;
      await addPost(tx, directPost(reminder, 'reminder', content, now), now);
    }
    return due.length;
  });
}

/** Makes a change unless the same input made it before. */
export async function once<Outcome>(
  db: Db,
  { at, inputId }: AskedThen,
  change: (tx: Tx) => Promise<Outcome>,
): Promise<Outcome | { readonly kind: 'repeated' }> {
  return record(db, async (tx) => {
    if (inputId !== null && (await isKnownInput(tx, inputId))) return { kind: 'repeated' };
    if (inputId !== null) await rememberInput(tx, inputId, stamp(at));
    return change(tx);
  });
}
