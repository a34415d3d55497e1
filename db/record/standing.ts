import type { Basis, Category, IsoDate } from '../../src/agenda/record.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { StatusStart } from '../standings.ts';

export interface IssueToWrite {
  readonly agendaId: string;
  readonly key: string;
  readonly category: Category;
}

/** Where an issue stands by its last entry. */
export interface Standing {
  readonly id: string;
  readonly status: StatusKey;
  readonly basis: Basis;
  readonly date: IsoDate;
  readonly since: IsoDate;
}

/** Works out anew where an issue stands: after entries were added or ended, or its category changed. */
export async function refreshStanding(tx: Tx, issue: IssueToWrite): Promise<void> {
  const of = { agendaId: issue.agendaId, key: issue.key };
  const [last] = await selectLast(tx, of);
  const [before = null] = await selectBefore(tx, of);
  if (last === undefined) {
    if (before !== null) await deleteStanding(tx, of);
  } else {
    const [run] = await selectRunStart(tx, { ...of, status: last.status });
    await writeStanding(tx, issue, { ...last, since: run?.since ?? last.date });
  }
  await countMove(tx, issue.agendaId, before, last ?? null);
}

/** When an issue began to stand where its last entries have it, without a break; null when no entry has that status. */
export async function runStart(
  tx: Tx,
  { agendaId, key }: IssueToWrite,
  status: StatusKey,
): Promise<StatusStart | null> {
  const [start] = await selectRunStart(tx, { agendaId, key, status });
  return start ?? null;
}

/** Puts down where an issue stands now. `lastEntryOn` is a last day of the agenda that is known; it only ever grows. */
export async function writeStanding(
  tx: Tx,
  { agendaId, key, category }: IssueToWrite,
  standing: Standing,
  lastEntryOn: IsoDate | null = null,
): Promise<void> {
  await upsertStanding(tx, { ...standing, agendaId, key, category });
  if (lastEntryOn !== null && lastEntryOn >= standing.date) return;
  await moveLastDay(tx, { agendaId, date: standing.date });
}

/** The agenda has an entry for that day, whether it counts or not. The last day only ever grows. */
export async function reachDay(tx: Tx, agendaId: string, date: IsoDate): Promise<void> {
  await moveLastDay(tx, { agendaId, date });
}

/** The issue stands nowhere any more. */
export async function removeStanding(tx: Tx, agendaId: string, key: string): Promise<void> {
  const [before = null] = await selectBefore(tx, { agendaId, key });
  await deleteStanding(tx, { agendaId, key });
  await countMove(tx, agendaId, before, null);
}

/** Keeps how many issues stand at each status, and had their last entry on each day. */
export async function countMove(
  tx: Tx,
  agendaId: string,
  from: Pick<Standing, 'date' | 'status'> | null,
  to: Pick<Standing, 'date' | 'status'> | null,
): Promise<void> {
  if (from?.status !== to?.status) {
    if (from !== null) {
      const [left] = await countOneLess(tx, { agendaId, status: from.status });
      if (left?.issues === 0) await deleteEmptyCount(tx, { agendaId });
    }
    if (to !== null) await countOneMore(tx, { agendaId, status: to.status });
  }
  if (from?.status === to?.status && from?.date === to?.date) return;
  if (from !== null) {
    const day = { agendaId, status: from.status, date: from.date };
    const [left] = await countOneLessOn(tx, day);
    if (left?.issues === 0) await deleteEmptyDay(tx, day);
  }
  if (to !== null) await countOneMoreOn(tx, { agendaId, status: to.status, date: to.date });
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const selectLast = prepared((db, given: IssueId) =>
  db
    .selectFrom('entries')
    .select(['id', 'status', 'basis', 'date'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('ended_at', 'is', null)
    .orderBy('date', 'desc')
    .limit(1),
);

/** The first day on which the status was already what it is now, and stayed so. */
const selectRunStart = prepared((db, given: IssueId & { status: StatusKey }) =>
  db
    .selectFrom('entries')
    .select(['date as since', 'precision as sincePrecision'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('ended_at', 'is', null)
    .where('date', '>', (is) =>
      is.fn.coalesce(
        is
          .selectFrom('entries as other')
          .select('other.date')
          .where('other.agenda_id', '=', given.agendaId)
          .where('other.issue_key', '=', given.key)
          .where('other.ended_at', 'is', null)
          .where('other.status', '!=', given.status)
          .orderBy('other.date', 'desc')
          .limit(1),
        is.val(''),
      ),
    )
    .orderBy('date')
    .limit(1),
);

const selectBefore = prepared((db, given: IssueId) =>
  db
    .selectFrom('standings')
    .select(['status', 'date'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key),
);

const deleteStanding = prepared((db, given: IssueId) =>
  db
    .deleteFrom('standings')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key),
);

const upsertStanding = prepared((db, given: IssueId & Standing & { category: Category }) => {
  const standing = {
    entry_id: given.id,
    category: given.category,
    status: given.status,
    basis: given.basis,
    since: given.since,
    date: given.date,
  };
  return db
    .insertInto('standings')
    .values({ agenda_id: given.agendaId, issue_key: given.key, ...standing })
    .onConflict((conflict) => conflict.columns(['agenda_id', 'issue_key']).doUpdateSet(standing));
});

const moveLastDay = prepared((db, given: { agendaId: string; date: IsoDate }) =>
  db
    .updateTable('agendas')
    .set({ last_entry_on: given.date })
    .where('id', '=', given.agendaId)
    .where((is) => is.or([is('last_entry_on', 'is', null), is('last_entry_on', '<', given.date)])),
);

const countOneMore = prepared((db, given: { agendaId: string; status: StatusKey }) =>
  db
    .insertInto('status_counts')
    .values({ agenda_id: given.agendaId, status: given.status, issues: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['agenda_id', 'status'])
        .doUpdateSet((is) => ({ issues: is('status_counts.issues', '+', 1) })),
    ),
);

const countOneLess = prepared((db, given: { agendaId: string; status: StatusKey }) =>
  db
    .updateTable('status_counts')
    .set((is) => ({ issues: is('issues', '-', 1) }))
    .where('agenda_id', '=', given.agendaId)
    .where('status', '=', given.status)
    .returning('issues'),
);

const deleteEmptyCount = prepared((db, given: { agendaId: string }) =>
  db.deleteFrom('status_counts').where('agenda_id', '=', given.agendaId).where('issues', '=', 0),
);

interface StandingDay {
  readonly agendaId: string;
  readonly status: StatusKey;
  readonly date: IsoDate;
}

const countOneMoreOn = prepared((db, { agendaId, status, date }: StandingDay) =>
  db
    .insertInto('standing_days')
    .values({ agenda_id: agendaId, status, date, issues: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['agenda_id', 'status', 'date'])
        .doUpdateSet((is) => ({ issues: is('standing_days.issues', '+', 1) })),
    ),
);

const countOneLessOn = prepared((db, given: StandingDay) =>
  db
    .updateTable('standing_days')
    .set((is) => ({ issues: is('issues', '-', 1) }))
    .where('agenda_id', '=', given.agendaId)
    .where('status', '=', given.status)
    .where('date', '=', given.date)
    .returning('issues'),
);

const deleteEmptyDay = prepared((db, given: StandingDay) =>
  db
    .deleteFrom('standing_days')
    .where('agenda_id', '=', given.agendaId)
    .where('status', '=', given.status)
    .where('date', '=', given.date),
);
