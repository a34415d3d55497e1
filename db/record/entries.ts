import type { AttributionRule } from '../../src/agenda/attribution-rule.ts';
import type { EntryDocument } from '../../src/agenda/document.ts';
import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';
import { prepared } from '../prepared.ts';
import { hashOf, type Write } from './audit.ts';
import { newId } from './new-id.ts';
import type { IssueToWrite } from './standing.ts';
import { stamp } from '../../src/agenda/stamp.ts';

/** Who writes something down, and when. */
export interface Recorder {
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** An entry to add, in the place of the one with the id `replaces`. */
export interface NewEntry {
  readonly entry: EntryDocument;
  readonly replaces: string | null;
  /** How it may be passed on; left out it is as what it replaces. */
  readonly rule?: AttributionRule | null;
}

/** What was written, by id, for whoever goes on from there. */
export interface AddedEntries {
  readonly ids: readonly string[];
  readonly writes: readonly Write[];
}

/**
 * Adds entries to an issue's history. A replaced entry stays, but counts for nothing.
 * The caller keeps where the issue stands and its card in step.
 */
export async function addEntries(
  tx: Tx,
  { agendaId, key }: Pick<IssueToWrite, 'agendaId' | 'key'>,
  added: readonly NewEntry[],
  { by, at }: Recorder,
): Promise<AddedEntries> {
  const recordedAt = stamp(at);
  const writes: Write[] = [];
  const rules = await Promise.all(
    added.map(async ({ rule, replaces }) => rule ?? ruleOf(tx, replaces)),
  );
  const rows = added.map(({ entry, replaces }, place) => ({
    replaces,
    sources: entry.sources,
    row: {
      id: newId(at, agendaId),
      agenda_id: agendaId,
      issue_key: key,
      date: entry.date,
      precision: entry.precision,
      status: entry.status,
      phase: entry.phase,
      note: entry.note,
      attribution: entry.attribution,
      basis: entry.basis,
      confidence: entry.confidence,
      reported: entry.reported ?? null,
      date_note: entry.date_note ?? null,
      attribution_rule: rules[place] ?? null,
      embargo_until: null,
      recorded_by: by,
      recorded_at: recordedAt,
    },
  }));
  for (const { row, replaces } of rows) {
    if (replaces === null) continue;
    const ended = { id: replaces, by, at: recordedAt, because: null, replacedBy: row.id };
    writes.push(await endEntry(tx, ended));
  }
  await insertRows(
    tx,
    'entries',
    rows.map(({ row }) => row),
  );
  await insertRows(
    tx,
    'entry_sources',
    rows.flatMap(({ row, sources }) =>
      sources.map((source, position) => ({
        entry_id: row.id,
        position,
        agenda_id: agendaId,
        source_id: source,
      })),
    ),
  );
  for (const { row, sources } of rows) writes.push(['entry', row.id, hashOfEntry(row, sources)]);
  return { ids: rows.map(({ row }) => row.id), writes };
}

/** What was agreed with whoever said it holds for what takes its place. */
async function ruleOf(tx: Tx, id: string | null): Promise<AttributionRule | null> {
  if (id === null) return null;
  const [row] = await selectRule(tx, { id });
  return row?.rule ?? null;
}

export interface EntryEnd {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly because: string | null;
  readonly replacedBy: string | null;
}

/** From now on an entry counts for nothing but history. The caller keeps the standing in step. */
export async function endEntry(tx: Tx, end: EntryEnd): Promise<Write> {
  await updateEnd(tx, end);
  return ['end', end.id, hashOfEnd(end)];
}

/** What an entry says and who recorded it, in short: all of it that never changes. */
export function hashOfEntry(
  row: {
    readonly [
      column in
        | 'id'
        | 'agenda_id'
        | 'issue_key'
        | 'date'
        | 'precision'
        | 'status'
        | 'phase'
        | 'note'
        | 'attribution'
        | 'basis'
        | 'confidence'
        | 'recorded_by'
        | 'recorded_at'
    ]: string;
  } & {
    readonly [column in 'reported' | 'date_note' | 'attribution_rule' | 'embargo_until']:
      | string
      | null;
  },
  sources: readonly string[],
): string {
  return hashOf([
    row.id,
    row.agenda_id,
    row.issue_key,
    row.date,
    row.precision,
    row.status,
    row.phase,
    row.note,
    row.attribution,
    row.basis,
    row.confidence,
    row.reported,
    row.date_note,
    row.recorded_by,
    row.recorded_at,
    ...sources,
    ...(row.attribution_rule === null ? [] : [`rule ${row.attribution_rule}`]),
    ...(row.embargo_until === null ? [] : [`until ${row.embargo_until}`]),
  ]);
}

/** How and why an entry ended, in short. */
export function hashOfEnd({ id, by, at, because, replacedBy }: EntryEnd): string {
  return hashOf([id, by, at, because, replacedBy]);
}

const selectRule = prepared((db, { id }: { id: string }) =>
  db.selectFrom('entries').select('attribution_rule as rule').where('id', '=', id),
);

const updateEnd = prepared((db, given: EntryEnd) =>
  db
    .updateTable('entries')
    .set({
      ended_at: given.at,
      ended_by: given.by,
      ended_because: given.because,
      replaced_by: given.replacedBy,
    })
    .where('id', '=', given.id),
);
