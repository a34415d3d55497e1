import type { AttributionRule } from '../../src/agenda/attribution-rule.ts';
import type { Db, Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Write } from './audit.ts';
import { hashOfEntry } from './entries.ts';

/** From now on an entry may be passed on so. */
export async function setRule(tx: Tx, id: string, rule: AttributionRule): Promise<Write> {
  await updateRule(tx, { id, rule });
  return writeOf(tx, id);
}

/** Until then an entry stays where fewer people see it; with null, for good. */
export async function setEmbargo(tx: Tx, id: string, until: string | null): Promise<Write> {
  await updateEmbargo(tx, { id, until });
  return writeOf(tx, id);
}

/** The entries whose embargo is over by then, the first first. */
export async function listReleased(
  db: Db,
  by: string,
): Promise<readonly { readonly id: string; readonly agendaId: string; readonly key: string }[]> {
  return selectReleased(db, { by });
}

async function writeOf(tx: Tx, id: string): Promise<Write> {
  const [row] = await selectEntry(tx, { id });
  if (row === undefined) throw new Error(`There is no entry "${id}"`);
  const sources = await selectSources(tx, { id });
  const named = sources.map(({ source_id: source }) => source);
  return ['entry', id, hashOfEntry(row, named)];
}

const updateRule = prepared((db, { id, rule }: { id: string; rule: AttributionRule }) =>
  db.updateTable('entries').set({ attribution_rule: rule }).where('id', '=', id),
);

const updateEmbargo = prepared((db, { id, until }: { id: string; until: string | null }) =>
  db.updateTable('entries').set({ embargo_until: until }).where('id', '=', id),
);

const selectReleased = prepared((db, { by }: { by: string }) =>
  db
    .selectFrom('entries')
    .select(['id', 'agenda_id as agendaId', 'issue_key as key'])
    .where('embargo_until', 'is not', null)
    .where('embargo_until', '<=', by)
    .orderBy('embargo_until')
    .orderBy('id'),
);

const selectEntry = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entries').selectAll().where('id', '=', id),
);

const selectSources = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entry_sources').select('source_id').where('entry_id', '=', id).orderBy('position'),
);
