/** Why the record can't be used, in one sentence that says what to do. Shown to whoever starts Summit. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}

/** For whoever wants of a server what Summit does with files. */
export const SERVERS_OWN_WAYS =
  'A PostgreSQL database is backed up with pg_dump and restored with pg_restore: see docs/operations.md.';
