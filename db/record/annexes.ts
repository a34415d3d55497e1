import { annexId, rootOf } from '../../src/agenda/annex.ts';
import { isAsStrict, isSameMark, type Mark, type Marking } from '../../src/agenda/marking.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import { refreshCard } from '../cards.ts';
import type { Write } from './audit.ts';
import { hashOfAgenda } from './heads.ts';
import { addIssue, nextPosition, readIssueHead, writeOfIssue } from './issues.ts';

/** A part of an agenda, and how far it may be told. */
interface Part extends Mark {
  readonly id: string;
  readonly annexOf: string | null;
}

/** Where something belongs, and what was written to make it so. */
export interface Place {
  readonly partId: string;
  readonly writes: readonly Write[];
}

/** The part inside of another one for what is marked so: that one itself where no more people see it. */
export async function partFor(tx: Tx, home: string, mark: Mark): Promise<Place> {
  const parts = await listPartsOf(tx, home);
  const around = chainOf(parts, home);
  if (around.some((part) => isAsStrict(part, mark))) return { partId: home, writes: [] };
  const known = parts.find((part) => part.annexOf === home && isSameMark(part, mark));
  if (known !== undefined) return { partId: known.id, writes: [] };
  return openAnnex(tx, home, mark, parts.length);
}

/** True when nobody sees what is kept there who may not see what is marked so. */
export async function isKeptFrom(tx: Tx, home: string, mark: Mark): Promise<boolean> {
  const around = chainOf(await listPartsOf(tx, home), home);
  return around.some((part) => isAsStrict(part, mark));
}

/** The part and all it is inside of, itself first. */
export async function partsAround(tx: Tx, id: string): Promise<readonly string[]> {
  return chainOf(await listPartsOf(tx, id), id).map((part) => part.id);
}

/** The parts directly inside of a part. */
export async function partsInside(tx: Tx, id: string): Promise<readonly Part[]> {
  return (await listPartsOf(tx, id)).filter(({ annexOf }) => annexOf === id);
}

/** Lets an issue have entries in an annex too. */
export async function continueIssue(
  tx: Tx,
  { from, partId, key }: { readonly from: string; readonly partId: string; readonly key: string },
): Promise<readonly Write[]> {
  if ((await readIssueHead(tx, partId, key)) !== null) return [];
  const head = await readIssueHead(tx, from, key);
  if (head === null) throw new Error(`The agenda "${from}" has no issue "${key}"`);
  const { title, category, origin } = head.issue;
  await addIssue(tx, partId, await nextPosition(tx, partId), {
    key,
    title,
    category,
    origin,
    aliases: [],
    summary: '',
    positions: {},
    owners: [],
    history: [],
    evidence: [],
    related: [],
  });
  await markContinued(tx, { partId, key });
  await refreshCard(tx, partId, key);
  return [await writeOfIssue(tx, partId, key)];
}

/** From now on all of an agenda is to be told so far. */
export async function markAgenda(tx: Tx, agendaId: string, mark: Mark): Promise<Write> {
  await updateMark(tx, {
    id: agendaId,
    marking: mark.marking,
    room: mark.room,
    readers: mark.readers === null ? null : JSON.stringify(mark.readers),
  });
  return writeOfPart(tx, agendaId);
}

function chainOf(parts: readonly Part[], id: string): readonly Part[] {
  const part = parts.find((one) => one.id === id);
  if (part === undefined) return [];
  return part.annexOf === null ? [part] : [part, ...chainOf(parts, part.annexOf)];
}

/** An annex has its agenda's dates and parties, so that what is kept there is kept like all else. */
async function openAnnex(tx: Tx, home: string, mark: Mark, number: number): Promise<Place> {
  const id = annexId(home, number);
  const [agenda] = await selectAgenda(tx, { id: rootOf(home) });
  if (agenda === undefined) throw new Error(`There is no agenda "${rootOf(home)}"`);
  await insertRows(tx, 'agendas', [
    {
      ...agenda,
      id,
      last_entry_on: null,
      issue_count: 0,
      context: null,
      marking: mark.marking,
      room: mark.room,
      readers: mark.readers === null ? null : JSON.stringify(mark.readers),
      annex_of: home,
    },
  ]);
  const parties = await selectParties(tx, { agendaId: rootOf(home) });
  await insertRows(
    tx,
    'parties',
    parties.map((party) => ({ ...party, agenda_id: id })),
  );
  return { partId: id, writes: [await writeOfPart(tx, id)] };
}

async function writeOfPart(tx: Tx, id: string): Promise<Write> {
  return ['agenda', id, (await hashOfAgenda(tx, id)) ?? ''];
}

async function listPartsOf(tx: Tx, id: string): Promise<Part[]> {
  const root = rootOf(id);
  const rows = await selectParts(tx, { root, from: `${root}~`, to: `${root}~\u{10ffff}` });
  return rows.map(({ readers, ...part }) => ({
    ...part,
    readers: readers === null ? null : JSON.parse(readers),
  }));
}

const selectParts = prepared((db, given: { root: string; from: string; to: string }) =>
  db
    .selectFrom('agendas')
    .select(['id', 'marking', 'room', 'readers', 'annex_of as annexOf'])
    .where((is) =>
      is.or([
        is('id', '=', given.root),
        is.and([is('id', '>=', given.from), is('id', '<', given.to)]),
      ]),
    )
    .orderBy('id'),
);

const selectAgenda = prepared((db, { id }: { id: string }) =>
  db.selectFrom('agendas').selectAll().where('id', '=', id),
);

const selectParties = prepared((db, { agendaId }: { agendaId: string }) =>
  db.selectFrom('parties').selectAll().where('agenda_id', '=', agendaId),
);

const markContinued = prepared((db, { partId, key }: { partId: string; key: string }) =>
  db
    .updateTable('issues')
    .set({ continues: 1 })
    .where('agenda_id', '=', partId)
    .where('key', '=', key),
);

const updateMark = prepared(
  (
    db,
    given: { id: string; marking: Marking; room: string | null; readers: string | null },
  ) =>
    db
      .updateTable('agendas')
      .set({ marking: given.marking, room: given.room, readers: given.readers })
      .where('id', '=', given.id),
);
