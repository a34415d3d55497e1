import { type Dialect, Kysely } from 'kysely';
import { type Sight, sees } from '../src/access/sight.ts';
import { isAnnex, rootOf } from '../src/agenda/annex.ts';
import { isStricter, type Mark } from '../src/agenda/marking.ts';
import type { Db } from './open.ts';
import { rootIdOf } from './agenda-workspaces.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';
import { recordVersion } from './version.ts';

/** A part of the record with a marking of its own: an agenda, or an annex of one. */
export interface Part extends Mark {
  readonly id: string;
  /** The part it is inside of; null for an agenda. */
  readonly annexOf: string | null;
}

/** One of the record's, and whose it is. */
export interface KnownPart extends Part {
  /** The workspace its agenda belongs to; null while it belongs to none. */
  readonly teamId: string | null;
}

/** As many views of the record are kept open. */
const MOST_OPEN = 12;

/** What a database is a view of, and which parts are seen through it. */
interface View {
  readonly record: Db;
  readonly parts: readonly Part[];
}

const views = new WeakMap<Db, View>();

/** Those of a record that are open. */
interface OpenViews {
  /** By the parts that are seen. */
  readonly byName: Map<string, Db>;
  last: { readonly choice: Choice; readonly view: Db } | null;
}

const openOf = new WeakMap<Db, OpenViews>();

/** All parts of the record, agendas first. */
export async function listParts(db: Db): Promise<readonly KnownPart[]> {
  const version = await recordVersion(db);
  const known = partsOf.get(db);
  if (known !== undefined && known.version === version && version !== null) return known.parts;
  const rows = await selectParts(db, {});
  const parts = rows.map(({ readers, ...part }) => ({
    ...part,
    readers: readers === null ? null : JSON.parse(readers),
  }));
  partsOf.set(db, { version, parts });
  return parts;
}

const partsOf = new WeakMap<
  Db,
  { readonly version: string | null; readonly parts: readonly KnownPart[] }
>();

/**
 * The record as far as it may be shown: one and the same database with nothing in it but what the
 * sight allows, whatever is asked of it. What it gives is only read; changes are made in the record.
 */
export async function sightedBy(db: Db, sight: Sight): Promise<Db> {
  const record = recordOf(db);
  return sightedOf(record, await listParts(record), sight);
}

/** The same of a record with these parts. */
export function sightedOf(record: Db, all: readonly Part[], sight: Sight): Db {
  const choice = choiceOf(all, sight);
  return choice === 'all' ? record : viewOf(record, choice);
}

/** The record as far as everyone in the workspace may see it, guests too. */
export async function seenByAll(db: Db): Promise<Db> {
  return sightedBy(db, { marking: 'GREEN', rooms: [], reader: null });
}

/** Parts of a record, and all their ids in one text. */
interface Choice {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** What was last chosen for a sight, and of which parts. */
const chosen = new WeakMap<
  Sight,
  { readonly of: readonly Part[]; readonly choice: Choice | 'all' }
>();

function choiceOf(all: readonly Part[], sight: Sight): Choice | 'all' {
  const known = chosen.get(sight);
  if (known?.of === all) return known.choice;
  const choice = choose(all, sight);
  chosen.set(sight, { of: all, choice });
  return choice;
}

function choose(all: readonly Part[], sight: Sight): Choice | 'all' {
  const parts = seenOf(all, sight);
  return parts.length === all.length && !parts.some(({ id }) => isAnnex(id))
    ? 'all'
    : { parts, name: parts.map(({ id }) => id).join('\n') };
}

/** The parts that may be seen: an annex only where all that it is inside of may be. */
function seenOf(all: readonly Part[], sight: Sight): readonly Part[] {
  const seen = new Set<string>();
  return all.filter((part) => {
    const isSeen = (part.annexOf === null || seen.has(part.annexOf)) && sees(sight, part);
    if (isSeen) seen.add(part.id);
    return isSeen;
  });
}

/** The record that a database is a view of; itself where it is none. */
export function recordOf(db: Db): Db {
  return views.get(db)?.record ?? db;
}

/**
 * What to read, where the record may be in a transaction: then that is `given`, and whoever asks
 * the record itself waits for its end. A view of the record never is.
 */
export function readIn(given: Db, view: Db): Db {
  return recordOf(view) === view ? given : view;
}

/** The parts that are seen through a database; all of them through the record itself. */
export async function partsSeen(db: Db): Promise<readonly Part[]> {
  return views.get(db)?.parts ?? listParts(db);
}

/** The same, of the record itself as they were when anybody's sight was last looked at: nothing is asked for that. */
export async function partsLastSeen(db: Db): Promise<readonly Part[]> {
  return views.get(db)?.parts ?? partsOf.get(db)?.parts ?? listParts(db);
}

/** Lets go of every view of the record. */
export async function closeViews(record: Db): Promise<void> {
  const open = openOf.get(record);
  openOf.delete(record);
  for (const view of open?.byName.values() ?? []) await view.destroy();
}

/** What stands between the parts and whoever looks. */
interface Restrictions {
  /** The private channels that parts are bound to which a workspace may see. Of another one's channels Slack is never asked. */
  readonly roomsIn: (teamId: string) => readonly string[];
  /** True where every member and guest may see all there is. */
  readonly isOpen: boolean;
}

const restrictions = new WeakMap<readonly KnownPart[], Restrictions>();

/** What whoever looks has to be asked about, before they see any of these parts. */
export function restrictionsOf(all: readonly KnownPart[]): Restrictions {
  const known = restrictions.get(all);
  if (known !== undefined) return known;
  const isOpen = all.every(
    ({ marking, room, readers, annexOf }) =>
      !isStricter(marking, 'GREEN') && [room, readers, annexOf].every((bound) => bound === null),
  );
  const found = { roomsIn: roomsByTeam(all), isOpen };
  restrictions.set(all, found);
  return found;
}

/** The same list each time it is asked of a workspace. */
function roomsByTeam(all: readonly KnownPart[]): Restrictions['roomsIn'] {
  const byTeam = new Map<string, readonly string[]>();
  return (teamId) => {
    const known = byTeam.get(teamId);
    if (known !== undefined) return known;
    const own = all.filter((part) => part.teamId === null || part.teamId === teamId);
    const rooms = [...new Set(own.flatMap(({ room }) => room ?? []))];
    byTeam.set(teamId, rooms);
    return rooms;
  };
}

function viewOf(record: Db, choice: Choice): Db {
  const open: OpenViews = openOf.get(record) ?? { byName: new Map(), last: null };
  if (open.last?.choice === choice) return open.last.view;
  openOf.set(record, open);
  const { name, parts } = choice;
  const { byName } = open;
  const known = byName.get(name);
  const [oldest] = byName.keys();
  // Whoever still reads through it does so to the end; then it closes by itself.
  if (known === undefined && byName.size >= MOST_OPEN && oldest !== undefined) {
    byName.delete(oldest);
  }
  const view = known ?? openView(record, parts);
  // The one that was used last is let go of last, and knows how the parts are marked by now.
  byName.delete(name);
  byName.set(name, view);
  views.set(view, { record, parts });
  open.last = { choice, view };
  return view;
}

function openView(record: Db, parts: readonly Part[]): Db {
  const { adapter } = record.getExecutor();
  if (!('viewOf' in adapter) || typeof adapter.viewOf !== 'function') {
    throw new Error('Such a database has no views');
  }
  const depths = new Map<string, number>();
  const seen = parts.map(({ id, annexOf }) => {
    const depth = annexOf === null ? 0 : (depths.get(annexOf) ?? 0) + 1;
    depths.set(id, depth);
    return { id, root: rootOf(id), depth };
  });
  const dialect: Dialect = adapter.viewOf(seen);
  return new Kysely<Schema>({ dialect });
}

const selectParts = prepared((db, _given: object) =>
  db
    .selectFrom('agendas')
    .leftJoin('agenda_workspaces', (join) =>
      join.on('agenda_workspaces.agenda_id', '=', rootIdOf('agendas')),
    )
    .select(['id', 'marking', 'room', 'readers', 'annex_of as annexOf', 'team_id as teamId'])
    // An annex comes after what it is inside of.
    .orderBy((agenda) =>
      agenda.fn.coalesce(agenda.fn<number>('length', ['annex_of']), agenda.lit(0)),
    )
    .orderBy('id'),
);
