import type { EntryDocument } from '../../src/agenda/document.ts';
import type { IsoDate } from '../../src/agenda/record.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Facts } from './issue-facts.ts';
import { readEntry } from './read-entry.ts';

/** What was said of an issue each time before somebody changed it here. */
export async function factsBeforeChanges(
  tx: Tx,
  agendaId: string,
  key: string,
): Promise<Partial<Facts>[]> {
  const lines = await selectFactLines(tx, { agendaId, key });
  return lines.map(({ details }): Partial<Facts> => JSON.parse(details).before);
}

/** Entries of a day that somebody replaced or withdrew here. */
export async function entriesEndedHere(
  tx: Tx,
  agendaId: string,
  key: string,
  date: IsoDate,
): Promise<EntryDocument[]> {
  const entries: EntryDocument[] = [];
  for (const { id } of await selectEnded(tx, { agendaId, key, date })) {
    const lines = await selectEndingLine(tx, { agendaId, key, ending: `%["end","${id}",%` });
    const recorded = lines.length > 0 ? await readEntry(tx, id) : null;
    if (recorded !== null) entries.push(recorded.entry);
  }
  return entries;
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const selectFactLines = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('audit_lines')
    .select('details')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('action', 'in', ['alias', 'owner', 'position'])
    .orderBy('seq'),
);

const selectEnded = prepared((db, { agendaId, key, date }: IssueId & { date: IsoDate }) =>
  db
    .selectFrom('entries')
    .select('id')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('date', '=', date)
    .where('ended_at', 'is not', null),
);

const selectEndingLine = prepared((db, { agendaId, key, ending }: IssueId & { ending: string }) =>
  db
    .selectFrom('audit_lines')
    .select('seq')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .where('action', '!=', 'import')
    .where('writes', 'like', ending)
    .limit(1),
);
