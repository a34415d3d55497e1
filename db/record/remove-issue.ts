import type { Category, IsoDate, Precision } from '../../src/agenda/record.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Write } from './audit.ts';
import { removeFromIndex } from './index-issue.ts';
import { writeOfIssue } from './issues.ts';
import { removeStanding } from './standing.ts';

/** What went with an issue. */
export interface RemovedIssue {
  readonly title: string;
  readonly category: Category;
  readonly entries: readonly GoneEntry[];
  readonly writes: readonly Write[];
}

/** What an entry said of where the issue stood, and whether it counted until the end. */
export interface GoneEntry {
  readonly id: string;
  readonly date: IsoDate;
  readonly precision: Precision;
  readonly status: StatusKey;
  readonly counted: boolean;
}

/**
 * Takes an issue back with all that refers to it, as if it had never been added. Sources stay,
 * and so do the last day of the agenda, which only ever grows, and its cards in channels, which
 * have yet to say that it is gone.
 */
export async function removeIssue(tx: Tx, agendaId: string, key: string): Promise<RemovedIssue> {
  const of = { agendaId, key };
  const counting = await selectEntries.counting(tx, of);
  const ended = await selectEntries.ended(tx, of);
  const entries = [
    ...counting.map((entry) => ({ ...entry, counted: true })),
    ...ended.map((entry) => ({ ...entry, counted: false })),
  ];
  const related = await selectRelating(tx, of);

  await removeFromIndex(tx, agendaId, key);
  await removeStanding(tx, agendaId, key);
  for (const entry of entries) await deleteEntrySources(tx, entry);
  for (const remove of deleteRows) await remove(tx, of);
  for (const entry of entries) await deleteEntry(tx, entry);
  await deleteRelating(tx, of);
  const [removed] = await deleteIssue(tx, of);
  if (removed === undefined) throw new Error(`The agenda "${agendaId}" has no issue "${key}"`);
  await countOneLess(tx, of);

  const writes: Write[] = entries.map(({ id }) => ['gone', id, 'entry']);
  writes.push(['gone', key, 'issue']);
  for (const other of related) {
    await closeGaps(tx, { agendaId, key: other.key });
    writes.push(await writeOfIssue(tx, agendaId, other.key));
  }
  return { ...removed, entries, writes };
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

/** Numbers what an issue has to do with from 0 again. */
async function closeGaps(tx: Tx, of: IssueId): Promise<void> {
  const related = await selectRelatedTo(tx, of);
  await deleteRelatedTo(tx, of);
  await insertRows(
    tx,
    'related_issues',
    related.map((row, position) => ({ ...row, position })),
  );
}

const deleteRows = (
  [
    'issue_cards',
    'watches',
    'told_watches',
    'nudges',
    'digest_mutes',
    'desk_owners',
    'related_issues',
    'quotes',
    'owners',
    'positions',
    'aliases',
  ] as const
).map((table) =>
  prepared((db, { agendaId, key }: IssueId) =>
    db.deleteFrom(table).where('agenda_id', '=', agendaId).where('issue_key', '=', key),
  ),
);

/** Entries that count and those that ended have an index each. */
const selectEntries = {
  counting: selectEntriesThat('is'),
  ended: selectEntriesThat('is not'),
};

function selectEntriesThat(ended: 'is' | 'is not') {
  return prepared((db, { agendaId, key }: IssueId) =>
    db
      .selectFrom('entries')
      .select(['id', 'date', 'precision', 'status'])
      .where('agenda_id', '=', agendaId)
      .where('issue_key', '=', key)
      .where('ended_at', ended, null)
      .orderBy('date')
      .orderBy('id'),
  );
}

const deleteEntrySources = prepared((db, { id }: { id: string }) =>
  db.deleteFrom('entry_sources').where('entry_id', '=', id),
);

/** Other issues that are said to have to do with it. */
const selectRelating = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('related_issues')
    .select('issue_key as key')
    .distinct()
    .where('agenda_id', '=', agendaId)
    .where('related_key', '=', key)
    .where('issue_key', '!=', key)
    .orderBy('issue_key'),
);

const deleteEntry = prepared((db, { id }: { id: string }) =>
  db.deleteFrom('entries').where('id', '=', id),
);

const deleteRelating = prepared((db, { agendaId, key }: IssueId) =>
  db.deleteFrom('related_issues').where('agenda_id', '=', agendaId).where('related_key', '=', key),
);

const selectRelatedTo = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('related_issues')
    .selectAll()
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .orderBy('position'),
);

const deleteRelatedTo = prepared((db, { agendaId, key }: IssueId) =>
  db.deleteFrom('related_issues').where('agenda_id', '=', agendaId).where('issue_key', '=', key),
);

const deleteIssue = prepared((db, { agendaId, key }: IssueId) =>
  db
    .deleteFrom('issues')
    .where('agenda_id', '=', agendaId)
    .where('key', '=', key)
    .returning(['issues.title', 'issues.category']),
);

const countOneLess = prepared((db, { agendaId }: IssueId) =>
  db
    .updateTable('agendas')
    .set((agenda) => ({ issue_count: agenda('issue_count', '-', 1) }))
    .where('id', '=', agendaId),
);
