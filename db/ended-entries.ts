import { sql } from 'kysely';
import type { EndedEntry, IsoDate } from '../src/agenda/record.ts';
import { withSources } from './history.ts';
import { ENTRY_COLUMNS } from './entry-columns.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';

interface Stretch {
  /** The first of the days, and the day after the last. */
  readonly from: IsoDate;
  readonly before: IsoDate;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Entries of an issue that were withdrawn or replaced, by the day they stood on, the latest
 * first, and of a day the one recorded last.
 */
export async function listEnded(
  db: Db,
  agendaId: string,
  key: string,
  stretch: Stretch,
): Promise<EndedEntry[]> {
  const entries = await selectEnded(db, { agendaId, key, ...stretch });
  return withSources(
    db,
    entries.map(({ endedAt, endedBy, ...entry }) => ({
      ...entry,
      endedAt: endedAt ?? '',
      endedBy: endedBy ?? '',
    })),
  );
}

/** Rows are numbered as they are recorded. */
const NUMBER = sql.ref<number>('rowid');

const selectEnded = prepared((db, given: Stretch & { agendaId: string; key: string }) =>
  db
    .selectFrom('entries')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('ended_at', 'is not', null)
    .where('date', '>=', given.from)
    .where('date', '<', given.before)
    .orderBy('date', 'desc')
    .orderBy(NUMBER, 'desc')
    .limit(given.limit)
    .offset(given.offset)
    .select([
      ...ENTRY_COLUMNS,
      'ended_at as endedAt',
      'ended_by as endedBy',
      'ended_because as endedBecause',
      'replaced_by as replacedBy',
    ]),
);
