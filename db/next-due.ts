import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

/** The digest that comes next. */
export interface NextDigest {
  readonly teamId: string;
  /** A channel's id or a person's. */
  readonly place: string;
  readonly at: string;
}

/** The digest that comes next after a moment; null while none is on. */
export async function findNextDigest(db: Db, after: string): Promise<NextDigest | null> {
  const [row] = await selectNextDigest(db, { after });
  return row === undefined || row.at === null ? null : { ...row, at: row.at };
}

/** When Summit has something to say unasked next after a moment: a digest, a reminder, an entry that is due. */
export async function nextDueAfter(db: Db, after: string): Promise<string | null> {
  const digest = await findNextDigest(db, after);
  const [reminder] = await selectNextReminder(db, { after });
  const [nudge] = await selectNextNudge(db, { after });
  const all = [digest?.at, reminder?.at, nudge?.at].filter((at) => at !== undefined);
  return all.toSorted().at(0) ?? null;
}

/** True while something that was due by then is not said yet, or a message is to be posted before `soon`. */
export async function isAnythingDue(db: Db, by: string, soon: string): Promise<boolean> {
  for (const select of [selectDueDigest, selectOpenSlot, selectDueReminder, selectDueNudge]) {
    if ((await select(db, { by })).length > 0) return true;
  }
  return (await selectOpenPost(db, { by: soon })).length > 0;
}

interface After {
  readonly after: string;
}

interface By {
  readonly by: string;
}

const selectNextDigest = prepared((db, { after }: After) =>
  db
    .selectFrom('digests')
    .select(['team_id as teamId', 'place', 'next_at as at'])
    .where('state', '=', 'on')
    .where('next_at', '>', after)
    .orderBy('next_at')
    .limit(1),
);

const selectNextReminder = prepared((db, { after }: After) =>
  db
    .selectFrom('reminders')
    .select('due_at as at')
    .where('due_at', '>', after)
    .orderBy('due_at')
    .limit(1),
);

const selectNextNudge = prepared((db, { after }: After) =>
  db
    .selectFrom('nudges')
    .select('next_at as at')
    .where('next_at', '>', after)
    .orderBy('next_at')
    .limit(1),
);

const selectDueDigest = prepared((db, { by }: By) =>
  db
    .selectFrom('digests')
    .select('id')
    .where('state', '=', 'on')
    .where((row) => row.or([row('next_at', 'is', null), row('next_at', '<=', by)]))
    .limit(1),
);

const selectOpenSlot = prepared((db, { by }: By) =>
  db
    .selectFrom('digest_slots')
    .select('digest_id')
    .where('settled_at', 'is', null)
    .where('slot_at', '<=', by)
    .limit(1),
);

const selectOpenPost = prepared((db, { by }: By) =>
  db
    .selectFrom('posts')
    .select('id')
    .where('settled_at', 'is', null)
    // One that is being posted is looked at later, and not said yet.
    .where((row) => row.or([row('state', '=', 'posting'), row('not_before', '<=', by)]))
    .limit(1),
);

const selectDueReminder = prepared((db, { by }: By) =>
  db.selectFrom('reminders').select('id').where('due_at', '<=', by).limit(1),
);

const selectDueNudge = prepared((db, { by }: By) =>
  db.selectFrom('nudges').select('issue_key').where('next_at', '<=', by).limit(1),
);
