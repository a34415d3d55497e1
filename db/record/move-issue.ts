import { keyInAnnex } from '../../src/agenda/annex.ts';
import type { IssueDocument } from '../../src/agenda/document.ts';
import { refreshCard } from '../cards.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import { continueIssue, partFor, partsInside } from './annexes.ts';
import type { Write } from './audit.ts';
import { endEntry, hashOfEnd, hashOfEntry, type Recorder } from './entries.ts';
import { addSource } from './sources.ts';
import { indexIssue } from './index-issue.ts';
import { writeOfDesk } from './issue-facts.ts';
import { addIssue, freeIssueKey, nextPosition, readIssue, writeOfIssue } from './issues.ts';
import { removeIssue } from './remove-issue.ts';
import { reachDay, refreshStanding } from './standing.ts';

/** An issue in one part of an agenda. */
export interface IssueThere {
  readonly partId: string;
  readonly key: string;
}

/** What was written in each part that a move touched. */
export interface Moved {
  readonly key: string;
  /** Where it came from: what is there no more. */
  readonly left: ReadonlyMap<string, readonly Write[]>;
  /** Where it is now. */
  readonly came: ReadonlyMap<string, readonly Write[]>;
}

/** Takes an issue to another part of its agenda with all that belongs to it, so that where it was nothing tells of it. */
export async function moveIssue(
  tx: Tx,
  from: IssueThere,
  to: string,
  recorder: Recorder,
): Promise<Moved> {
  const recorded = await readIssue(tx, from.partId, from.key);
  if (recorded === null) throw new Error(`There is no issue "${from.key}" in "${from.partId}"`);
  const sources = new SourcesThere(tx, from.partId, to);
  const key = await freeIssueKey(tx, to, from.key);
  const issue: IssueDocument = {
    ...recorded.issue,
    key,
    evidence: await sources.ofQuotes(recorded.issue.evidence),
    related: [],
  };
  await addIssue(tx, to, await nextPosition(tx, to), issue);
  const there = { partId: to, key };
  const ids = (await selectEntryIds(tx, from)).map(({ id }) => id);
  const entries = await moveRows(tx, ids, there, sources);
  for (const rekey of rekeyRows) await rekey(tx, { ...from, toPart: to, toKey: key });
  const below = await moveBelow(tx, from, there, recorder);
  const gone = await removeIssue(tx, from.partId, from.key);
  await settle(tx, { ...there, category: issue.category });
  await indexIssue(tx, to, issue);

  return {
    key,
    left: new Map([
      [from.partId, [...entries.left, ...gone.writes]],
      ...below.flatMap(({ left }) => [...left]),
    ]),
    came: joined([
      [
        to,
        [
          ...sources.writes,
          await writeOfIssue(tx, to, key),
          await writeOfDesk(tx, to, key),
          ...entries.came,
        ],
      ],
      ...below.flatMap(({ came }) => [...came]),
    ]),
  };
}

/** Takes one entry of an issue to another part of its agenda, where the issue has a place for it. */
export async function moveEntry(
  tx: Tx,
  id: string,
  from: IssueThere,
  to: IssueThere,
): Promise<Moved> {
  const sources = new SourcesThere(tx, from.partId, to.partId);
  const { left, came } = await moveRows(tx, [id], to, sources);
  return {
    key: to.key,
    left: new Map([[from.partId, left]]),
    came: new Map([[to.partId, [...sources.writes, ...came]]]),
  };
}

/** Brings where an issue stands in a part, and its card, in step with its entries there. */
export async function settle(
  tx: Tx,
  { partId, key, category }: IssueThere & Pick<IssueDocument, 'category'>,
): Promise<void> {
  await refreshStanding(tx, { agendaId: partId, key, category });
  await refreshCard(tx, partId, key);
}

/** What fewer people see of the issue goes along, and is seen by no more of them. */
async function moveBelow(
  tx: Tx,
  from: IssueThere,
  to: IssueThere,
  recorder: Recorder,
): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const part of await partsInside(tx, from.partId)) {
    const below = { partId: part.id, key: from.key };
    if (part.id === to.partId || (await selectContinued(tx, below)).length === 0) continue;
    const recorded = await readIssue(tx, part.id, from.key);
    if (recorded === null) continue;
    const partId = await partFor(tx, to.partId, part, recorder);
    const place = { partId, key: to.key };
    if (partId !== to.partId) await continueIssue(tx, { from: to.partId, ...place }, recorder);
    const sources = new SourcesThere(tx, part.id, partId);
    const ids = (await selectEntryIds(tx, below)).map(({ id }) => id);
    const entries = await moveRows(tx, ids, place, sources);
    moved.push(...(await moveBelow(tx, below, place, recorder)));
    const gone = await removeIssue(tx, part.id, from.key);
    await settle(tx, { ...place, category: recorded.issue.category });
    moved.push({
      key: to.key,
      left: new Map([[part.id, [...entries.left, ...gone.writes]]]),
      came: new Map([[partId, [...sources.writes, ...entries.came]]]),
    });
  }
  return moved;
}

/** Entries keep their ids, whoever recorded them and when. */
async function moveRows(
  tx: Tx,
  ids: readonly string[],
  { partId, key }: IssueThere,
  sources: SourcesThere,
): Promise<{ readonly left: readonly Write[]; readonly came: readonly Write[] }> {
  const left: Write[] = [];
  const came: Write[] = [];
  for (const id of ids) {
    const [row] = await selectEntry(tx, { id });
    if (row === undefined) continue;
    const named: string[] = [];
    for (const { source_id: source } of await selectSourcesOf(tx, { id })) {
      named.push(await sources.idOf(source));
    }
    await deleteSourcesOf(tx, { id });
    const [taken] =
      row.ended_at === null ? await selectCounting(tx, { partId, key, date: row.date }) : [];
    if (taken !== undefined) {
      // An issue has one entry a day: the one that is there already stands.
      const { recorded_by: by, recorded_at: at } = row;
      await endEntry(tx, { id, by, at, because: null, replacedBy: taken.id });
    }
    await updatePlace(tx, { id, partId, key });
    await reachDay(tx, partId, row.date);
    await insertRows(
      tx,
      'entry_sources',
      named.map((source, position) => ({
        entry_id: id,
        position,
        agenda_id: partId,
        source_id: source,
      })),
    );
    const [now = row] = await selectEntry(tx, { id });
    left.push(['gone', id, 'entry']);
    came.push(['entry', id, hashOfEntry(now, named)]);
    if (now.ended_at === null) continue;
    const end = { id, by: now.ended_by ?? '', at: now.ended_at, because: now.ended_because };
    came.push(['end', id, hashOfEnd({ ...end, replacedBy: now.replaced_by })]);
  }
  return { left, came };
}

/** The sources of one part, as another one has them. */
class SourcesThere {
  readonly writes: Write[] = [];
  readonly #tx: Tx;
  readonly #from: string;
  readonly #to: string;

  constructor(tx: Tx, from: string, to: string) {
    this.#tx = tx;
    this.#from = from;
    this.#to = to;
  }

  /** The id there, where the source is put down if it isn't. */
  async idOf(source: string): Promise<string> {
    const id = keyInAnnex(this.#to, source);
    if ((await selectSource(this.#tx, { agendaId: this.#to, id })).length > 0) return id;
    const [row] = await selectSource(this.#tx, { agendaId: this.#from, id: source });
    if (row === undefined) throw new Error(`There is no source "${source}" in "${this.#from}"`);
    const { publisher, date, url, about, kind, lang } = row;
    const copy = {
      id,
      publisher,
      date,
      url,
      ...(about !== null && { about }),
      ...(kind !== null && { kind }),
      ...(lang !== null && { lang }),
    };
    this.writes.push(await addSource(this.#tx, this.#to, copy));
    return id;
  }

  async ofQuotes(quotes: IssueDocument['evidence']): Promise<IssueDocument['evidence']> {
    const there: IssueDocument['evidence'][number][] = [];
    for (const quote of quotes) there.push({ ...quote, source: await this.idOf(quote.source) });
    return there;
  }
}

function joined(parts: readonly (readonly [string, readonly Write[]])[]) {
  const all = new Map<string, readonly Write[]>();
  for (const [part, writes] of parts) all.set(part, [...(all.get(part) ?? []), ...writes]);
  return all;
}

interface Rekeyed extends IssueThere {
  readonly toPart: string;
  readonly toKey: string;
}

/** What people asked for about the issue stays theirs; what of it may still be told is found out when it is. */
const rekeyRows = (
  [
    'watches',
    'told_watches',
    'desk_owners',
    'reminders',
    'nudges',
    'digest_mutes',
    'live_cards',
  ] as const
).map((table) =>
  prepared((db, { partId, key, toPart, toKey }: Rekeyed) =>
    db
      .updateTable(table)
      .set({ agenda_id: toPart, issue_key: toKey })
      .where('agenda_id', '=', partId)
      .where('issue_key', '=', key),
  ),
);

const selectEntryIds = prepared((db, { partId, key }: IssueThere) =>
  db
    .selectFrom('entries')
    .select('id')
    .where('agenda_id', '=', partId)
    .where('issue_key', '=', key)
    // Of one day, the one that counts is there first.
    .orderBy('ended_at')
    .orderBy('date')
    .orderBy('id'),
);

const selectEntry = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entries').selectAll().where('id', '=', id),
);

const selectCounting = prepared((db, { partId, key, date }: IssueThere & { date: string }) =>
  db
    .selectFrom('entries')
    .select('id')
    .where('agenda_id', '=', partId)
    .where('issue_key', '=', key)
    .where('date', '=', date)
    .where('ended_at', 'is', null),
);

const updatePlace = prepared((db, { id, partId, key }: IssueThere & { id: string }) =>
  db.updateTable('entries').set({ agenda_id: partId, issue_key: key }).where('id', '=', id),
);

const selectSourcesOf = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entry_sources').select('source_id').where('entry_id', '=', id).orderBy('position'),
);

const deleteSourcesOf = prepared((db, { id }: { id: string }) =>
  db.deleteFrom('entry_sources').where('entry_id', '=', id),
);

const selectSource = prepared((db, { agendaId, id }: { agendaId: string; id: string }) =>
  db.selectFrom('sources').selectAll().where('agenda_id', '=', agendaId).where('id', '=', id),
);

const selectContinued = prepared((db, { partId, key }: IssueThere) =>
  db
    .selectFrom('issues')
    .select('key')
    .where('agenda_id', '=', partId)
    .where('key', '=', key)
    .where('continues', '=', 1),
);
