import { sameAddress } from '../../src/agenda/web-address.ts';
import type { SourceDocument } from '../../src/agenda/document.ts';
import { keyInAnnex } from '../../src/agenda/annex.ts';
import type { Source } from '../../src/agenda/record.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { Write } from './audit.ts';
import { writeSource } from './heads.ts';

/** After all that a document lists. */
const LAST_POSITION = 1_000_000_000;

/** The source with this address, whatever it was called when it was given. */
export async function sourceAt(tx: Tx, agendaId: string, url: string): Promise<Source | null> {
  const [source] = await selectByAddress(tx, { agendaId, address: sameAddress(url) });
  return source ?? null;
}

/** Keeps a source that is new. */
export async function addSource(tx: Tx, agendaId: string, source: SourceDocument): Promise<Write> {
  return writeSource(tx, agendaId, LAST_POSITION, source);
}

/** An id made of these words that no source of the agenda has yet. */
export async function freeSourceId(tx: Tx, agendaId: string, words: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const id = keyInAnnex(agendaId, count === 1 ? words : `${words}-${count}`);
    if ((await selectById(tx, { agendaId, id })).length === 0) return id;
  }
}

const selectByAddress = prepared((db, given: { agendaId: string; address: string }) =>
  db
    .selectFrom('sources')
    .select(['id', 'publisher', 'date', 'url'])
    .where('agenda_id', '=', given.agendaId)
    .where('address', '=', given.address)
    .orderBy('position')
    .orderBy('id')
    .limit(1),
);

const selectById = prepared((db, given: { agendaId: string; id: string }) =>
  db
    .selectFrom('sources')
    .select('id')
    .where('agenda_id', '=', given.agendaId)
    .where('id', '=', given.id),
);
