import type { AttributionRule } from '../../src/agenda/attribution-rule.ts';
import type { EntryDocument } from '../../src/agenda/document.ts';
import type { Db } from '../open.ts';
import { prepared } from '../prepared.ts';
import { toEntry } from './issues.ts';

/** An entry as it was recorded, whether it still counts or not. */
export interface RecordedEntry {
  readonly id: string;
  readonly agendaId: string;
  readonly key: string;
  readonly entry: EntryDocument;
  /** Null while it counts. */
  readonly endedAt: string | null;
  /** How it may be passed on; null where nobody said. */
  readonly rule: AttributionRule | null;
}

/** The entry with this id; null when there is none. */
export async function readEntry(db: Db, id: string): Promise<RecordedEntry | null> {
  const [row] = await selectEntry(db, { id });
  if (row === undefined) return null;
  const sources = await selectSources(db, { id });
  return {
    id,
    agendaId: row.agenda_id,
    key: row.issue_key,
    endedAt: row.ended_at,
    rule: row.attribution_rule,
    entry: toEntry(row, sources),
  };
}

/** The id of the entry that counts on a day; null when there is none. */
export async function entryOn(
  db: Db,
  agendaId: string,
  key: string,
  date: string,
): Promise<string | null> {
  const [row] = await selectOn(db, { agendaId, key, date });
  return row?.id ?? null;
}

const selectEntry = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entries').selectAll().where('id', '=', id),
);

const selectSources = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entry_sources').select('source_id').where('entry_id', '=', id).orderBy('position'),
);

const selectOn = prepared((db, given: { agendaId: string; key: string; date: string }) =>
  db
    .selectFrom('entries')
    .select('id')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('date', '=', given.date)
    .where('ended_at', 'is', null),
);
