import { randomUUID } from 'node:crypto';
import type { EntryDocument } from '../../src/agenda/document.ts';
import type { Category, IsoDate } from '../../src/agenda/record.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { refreshCard } from '../cards.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';

export interface IssueToWrite {
  readonly agendaId: string;
  readonly key: string;
  readonly category: Category;
}

/** Who writes something down, and when. */
export interface Recorder {
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** An entry to add, in the place of the one with the id `replaces`. */
export interface NewEntry {
  readonly entry: EntryDocument;
  readonly replaces: string | null;
}

/**
 * Adds entries to an issue's history, and keeps where it stands, how many stand there and
 * the agenda's last day in step. Nothing else writes any of them. A replaced entry stays,
 * but counts for nothing.
 */
export async function addEntries(
  tx: Tx,
  issue: IssueToWrite,
  added: readonly NewEntry[],
  recorder: Recorder,
): Promise<void> {
  const rows = added.map((one) => ({ ...one, id: randomUUID() }));
  for (const { id, replaces } of rows) {
    if (replaces !== null) await replaceEntry(tx, { id: replaces, by: id });
  }
  const recordedAt = recorder.at.toString();
  await insertRows(
    tx,
    'entries',
    rows.map(({ id, entry }) => ({
      id,
      agenda_id: issue.agendaId,
      issue_key: issue.key,
      date: entry.date,
      precision: entry.precision,
      status: entry.status,
      phase: entry.phase,
      note: entry.note,
      attribution: entry.attribution,
      basis: entry.basis,
      confidence: entry.confidence,
      reported: entry.reported ?? null,
      date_note: entry.date_note ?? null,
      replaced_by: null,
      recorded_by: recorder.by,
      recorded_at: recordedAt,
    })),
  );
  await insertRows(
    tx,
    'entry_sources',
    rows.flatMap(({ id, entry }) =>
      entry.sources.map((source, position) => ({
        entry_id: id,
        position,
        agenda_id: issue.agendaId,
        source_id: source,
      })),
    ),
  );
  await refreshStanding(tx, issue);
}

/** Works out anew where an issue stands and what its card says: after entries were added, or the issue itself changed. */
export async function refreshStanding(tx: Tx, issue: IssueToWrite): Promise<void> {
  const { agendaId, key, category } = issue;
  const [last] = await selectLast(tx, { agendaId, key });
  if (last === undefined) return refreshCard(tx, agendaId, key);

  const [before] = await selectStatusBefore(tx, { agendaId, key });
  const [run] = await selectRunStart(tx, { agendaId, key, status: last.status });
  await upsertStanding(tx, { ...last, agendaId, key, category, since: run?.since ?? last.date });
  await moveLastDay(tx, { agendaId, date: last.date });
  await refreshCard(tx, agendaId, key);
  if (before?.status === last.status) return;

  if (before !== undefined) {
    await countOneLess(tx, { agendaId, status: before.status });
    await deleteEmptyCount(tx, { agendaId });
  }
  await countOneMore(tx, { agendaId, status: last.status });
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const replaceEntry = prepared((db, given: { id: string; by: string }) =>
  db.updateTable('entries').set({ replaced_by: given.by }).where('id', '=', given.id),
);

const selectLast = prepared((db, given: IssueId) =>
  db
    .selectFrom('entries')
    .select(['id', 'status', 'date'])
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('replaced_by', 'is', null)
    .orderBy('date', 'desc')
    .limit(1),
);

/** The first day on which the status was already what it is now, and stayed so. */
const selectRunStart = prepared((db, given: IssueId & { status: StatusKey }) =>
  db
    .selectFrom('entries')
    .select((is) => is.fn.min<IsoDate>('date').as('since'))
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('replaced_by', 'is', null)
    .where('date', '>', (is) =>
      is.fn.coalesce(
        is
          .selectFrom('entries as other')
          .select('other.date')
          .where('other.agenda_id', '=', given.agendaId)
          .where('other.issue_key', '=', given.key)
          .where('other.replaced_by', 'is', null)
          .where('other.status', '!=', given.status)
          .orderBy('other.date', 'desc')
          .limit(1),
        is.val(''),
      ),
    ),
);

const selectStatusBefore = prepared((db, given: IssueId) =>
  db
    .selectFrom('standings')
    .select('status')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key),
);

const upsertStanding = prepared(
  (
    db,
    given: IssueId & {
      id: string;
      status: StatusKey;
      date: IsoDate;
      since: IsoDate;
      category: Category;
    },
  ) => {
    const standing = {
      entry_id: given.id,
      category: given.category,
      status: given.status,
      since: given.since,
      date: given.date,
    };
    return db
      .insertInto('standings')
      .values({ agenda_id: given.agendaId, issue_key: given.key, ...standing })
      .onConflict((conflict) => conflict.columns(['agenda_id', 'issue_key']).doUpdateSet(standing));
  },
);

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
    .where('status', '=', given.status),
);

const deleteEmptyCount = prepared((db, given: { agendaId: string }) =>
  db.deleteFrom('status_counts').where('agenda_id', '=', given.agendaId).where('issues', '=', 0),
);
