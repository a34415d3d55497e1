import { type ExpressionBuilder, sql } from 'kysely';
import { ATTRIBUTION_RULES, insteadOfWho } from '../src/agenda/attribution-rule.ts';
import type { Schema } from './schema.ts';

/** Who said it or, where they must not be named, how it was said. */
const ATTRIBUTION = sql<string>`case attribution_rule ${sql.join(
  ATTRIBUTION_RULES.flatMap((rule) => {
    const told = insteadOfWho(rule);
    return told === null ? [] : [sql`when ${sql.lit(rule)} then ${sql.lit(told)}`];
  }),
  sql` `,
)} else attribution end`.as('attribution');

/** The columns of an `Entry` but for its sources, under its names for them. */
export const ENTRY_COLUMNS = [
  'id',
  'date',
  'precision',
  'status',
  'note',
  ATTRIBUTION,
  'basis',
  'confidence',
  'reported',
  'date_note as dateNote',
  'recorded_by as recordedBy',
  'recorded_at as recordedAt',
] as const;

/** Beside an entry, the status that was in force until its day: what it moved the issue from. */
export function statusBefore(row: ExpressionBuilder<Schema, 'entries'>) {
  return row
    .selectFrom('entries as earlier')
    .select('earlier.status')
    .whereRef('earlier.agenda_id', '=', 'entries.agenda_id')
    .whereRef('earlier.issue_key', '=', 'entries.issue_key')
    .whereRef('earlier.date', '<', 'entries.date')
    .where('earlier.ended_at', 'is', null)
    .orderBy('earlier.date', 'desc')
    .limit(1)
    .as('from');
}
