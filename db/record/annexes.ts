import { hash } from 'node:crypto';
import { annexId, keyInAnnex, rootOf } from '../../src/agenda/annex.ts';
import { isAsStrict, isSameMark, type Mark, type Marking } from '../../src/agenda/marking.ts';
import type { EntryDocument } from '../../src/agenda/document.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { insertRows } from '../insert-rows.ts';
import type { Selectable } from 'kysely';
import { LAST_LETTER } from '../last-letter.ts';
import type { Tx } from '../open.ts';
import type { Schema } from '../schema.ts';
import { prepared } from '../prepared.ts';
import { refreshCard } from '../cards.ts';
import { addAuditLine, type Write } from './audit.ts';
import type { Recorder } from './entries.ts';
import { hashOfAgenda } from './heads.ts';
import { addIssue, nextPosition, readIssue, readIssueHead, writeOfIssue } from './issues.ts';

/** A part of an agenda, and how far it may be told. */
interface Part extends Mark {
  readonly id: string;
  readonly annexOf: string | null;
}

/** The part inside of another one for what is marked so: that one itself where no more people see it. */
export async function partFor(
  tx: Tx,
  home: string,
  mark: Mark,
  recorder: Recorder,
): Promise<string> {
  const parts = await listPartsOf(tx, home);
  const around = chainOf(parts, home);
  if (around.some((part) => isAsStrict(part, mark))) return home;
  const known = parts.find((part) => part.annexOf === home && isSameMark(part, mark));
  return known === undefined ? openAnnex(tx, home, mark, recorder) : known.id;
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
  recorder: Recorder,
): Promise<void> {
  if ((await readIssueHead(tx, partId, key)) !== null) return;
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
  await logOpened(tx, partId, key, recorder, await writeOfIssue(tx, partId, key));
  await refreshCard(tx, partId, key);
}

/** Brings the dates and parties of an agenda's annexes in step with its own, after those were changed. */
export async function followInAnnexes(
  tx: Tx,
  agendaId: string,
  { by, at }: Recorder,
): Promise<void> {
  const annexes = (await listPartsOf(tx, agendaId)).filter(({ annexOf }) => annexOf !== null);
  if (annexes.length === 0) return;
  const [agenda] = await selectAgenda(tx, { id: agendaId });
  const parties = await selectParties(tx, { agendaId });
  for (const { id } of annexes) {
    if (agenda !== undefined) await updateHead(tx, { ...agenda, id });
    for (const party of parties) await upsertParty(tx, { ...party, agenda_id: id });
    await addAuditLine(tx, {
      at: stamp(at),
      by,
      action: 'import',
      agendaId: id,
      issueKey: null,
      details: {},
      writes: [await writeOfPart(tx, id)],
    });
  }
}

/** True when an annex has the whole of what a file names so: it was marked, and a file brings it back to nobody else. */
export async function isInAnnex(tx: Tx, agendaId: string, key: string): Promise<boolean> {
  for (const { id, annexOf } of await listPartsOf(tx, agendaId)) {
    if (annexOf !== null && (await readIssueHead(tx, id, keyInAnnex(id, key))) !== null)
      return true;
  }
  return false;
}

/** Entries of an issue that are in annexes, as they were recorded. */
export async function entriesInAnnexes(
  tx: Tx,
  agendaId: string,
  key: string,
): Promise<readonly EntryDocument[]> {
  const entries: EntryDocument[] = [];
  for (const { id, annexOf } of await listPartsOf(tx, agendaId)) {
    if (annexOf === null) continue;
    entries.push(...((await readIssue(tx, id, key))?.issue.history ?? []));
  }
  return entries;
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
async function openAnnex(tx: Tx, home: string, mark: Mark, recorder: Recorder): Promise<string> {
  const id = await freeAnnexId(tx, home, mark);
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
  await logOpened(tx, id, null, recorder, await writeOfPart(tx, id));
  return id;
}

/** A place for what may be told no further is there from now on, whether anything comes to it or not. */
async function logOpened(
  tx: Tx,
  agendaId: string,
  issueKey: string | null,
  { by, at }: Recorder,
  write: Write,
): Promise<void> {
  const line = { at: stamp(at), by, agendaId, issueKey, details: {}, writes: [write] };
  await addAuditLine(tx, { ...line, action: 'mark' });
}

/** What tells an annex apart comes of what it is, not of what else there is. */
async function freeAnnexId(
  tx: Tx,
  home: string,
  { marking, room, readers }: Mark,
): Promise<string> {
  const is = JSON.stringify([home, marking, room, readers?.toSorted() ?? null]);
  const signs = BigInt(`0x${hash('sha256', is)}`).toString(36);
  for (let length = TOKEN_LENGTH; ; length += 1) {
    const id = annexId(home, signs.slice(-length));
    if ((await selectAgenda(tx, { id })).length === 0) return id;
  }
}

const TOKEN_LENGTH = 5;

async function writeOfPart(tx: Tx, id: string): Promise<Write> {
  return ['agenda', id, (await hashOfAgenda(tx, id)) ?? ''];
}

async function listPartsOf(tx: Tx, id: string): Promise<Part[]> {
  const root = rootOf(id);
  const rows = await selectParts(tx, { root, from: `${root}~`, to: `${root}~${LAST_LETTER}` });
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

const updateHead = prepared((db, agenda: Selectable<Schema['agendas']>) =>
  db
    .updateTable('agendas')
    .set({
      title: agenda.title,
      names: agenda.names,
      kind: agenda.kind,
      start_date: agenda.start_date,
      end_date: agenda.end_date,
      time_zone: agenda.time_zone,
      coverage_end: agenda.coverage_end,
    })
    .where('id', '=', agenda.id),
);

const upsertParty = prepared((db, party: Selectable<Schema['parties']>) => {
  const said = {
    position: party.position,
    name: party.name,
    short: party.short,
    names: party.names,
  };
  return db
    .insertInto('parties')
    .values({ agenda_id: party.agenda_id, id: party.id, ...said })
    .onConflict((conflict) => conflict.columns(['agenda_id', 'id']).doUpdateSet(said));
});

const markContinued = prepared((db, { partId, key }: { partId: string; key: string }) =>
  db
    .updateTable('issues')
    .set({ continues: 1 })
    .where('agenda_id', '=', partId)
    .where('key', '=', key),
);

const updateMark = prepared(
  (db, given: { id: string; marking: Marking; room: string | null; readers: string | null }) =>
    db
      .updateTable('agendas')
      .set({ marking: given.marking, room: given.room, readers: given.readers })
      .where('id', '=', given.id),
);
