/** Writes that an answer may depend on. */
const RECORD =
  /^\s*(?:insert|update|delete|replace)\b|^\s*with\b.*\b(?:insert into|update|delete from)\b/is;

/**
 * Writes that none depends on: what Summit is about to say, and when. Digests on their way to
 * many channels would make every kept reply be found afresh.
 */
const BESIDE_THE_RECORD =
  /^\s*(?:insert into|update|delete from) "(?:posts|readings|digests|digest_slots|told_watches|nudges|reminders|install_states|record_version|kysely_migration\w*)"/i;

/** True of SQL after which an answer may be another one. */
export function changesRecord(sql: string): boolean {
  return RECORD.test(sql) && !BESIDE_THE_RECORD.test(sql);
}
