/** What keeps a database from its work that is a file, when someone can do something about it. */
export type FileTrouble =
  | 'damaged'
  | 'disk-failed'
  | 'disk-full'
  | 'locked'
  | 'not-a-file'
  | 'not-writable';

/** And one that is a server, which may have most of a file's troubles too. */
export type Trouble = FileTrouble | 'no-database' | 'not-allowed' | 'unreachable';

/** The database does not answer, for whatever reason. */
class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly code = 'RECORD_UNREACHABLE';

  constructor(cause: unknown) {
    super('The database does not answer', { cause });
  }
}

/** A connection did not come about: whatever else the error is, the database can't be reached. */
export function unreachable(error: unknown): unknown {
  return troubleOf(error) === null ? new Unreachable(error) : error;
}

/** What the system calls a connection that breaks while it is used. */
const BROKEN = /^E(?:CONNABORTED|CONNRESET|HOSTUNREACH|NETDOWN|NETUNREACH|PIPE|TIMEDOUT)$/;

/** A query failed: where the connection broke under it, the database can't be reached. Slack's connections break too, so it is said here. */
export function failedQuery(error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  return BROKEN.test(code) ? new Unreachable(error) : error;
}

const CODES: readonly (readonly [RegExp, Trouble])[] = [
  [/^SQLITE_(NOTADB|CORRUPT)/, 'damaged'],
  [/^(SQLITE_(READONLY|PERM|AUTH)|EACCES|EPERM|EROFS)/, 'not-writable'],
  [/^(SQLITE_CANTOPEN|ENOTDIR|EEXIST|EISDIR|ENAMETOOLONG|ENOENT|ELOOP)/, 'not-a-file'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  // The last one: there is no room for the small file beside the record that its readers share.
  [/^(SQLITE_FULL|ENOSPC|SQLITE_IOERR_SHMSIZE)/, 'disk-full'],
  [/^SQLITE_IOERR/, 'disk-failed'],
  // And PostgreSQL's: somebody else has the right to write, or it could not tell who came first.
  [/^(55P03|40001|40P01)$/, 'locked'],
  [/^(25006|42501)$/, 'not-writable'],
  [/^53100$/, 'disk-full'],
  [/^58030$/, 'disk-failed'],
  [/^XX00[12]$/, 'damaged'],
  [/^28(000|P01)$/, 'not-allowed'],
  [/^3D000$/, 'no-database'],
  // It stops, or starts, or the connection is gone.
  [/^(57P0[1-3]|25P03|08\w{3}|RECORD_UNREACHABLE)$/, 'unreachable'],
];

/** What the driver says without a code, once there is no connection any more. */
const LOST =
  /^(?:Connection terminated|Query read timeout|Client has encountered a connection error)/;

/** The trouble behind an error, or behind what caused it; null for any other error. */
export function troubleOf(error: unknown): Trouble | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const [, trouble] = CODES.find(([pattern]) => pattern.test(code)) ?? [null, null];
  if (trouble === null && LOST.test(error.message)) return 'unreachable';
  return trouble ?? troubleOf(error.cause);
}

/** The same where there is no server. */
export function fileTroubleOf(error: unknown): FileTrouble | null {
  const trouble = troubleOf(error);
  const isServers =
    trouble === 'no-database' || trouble === 'not-allowed' || trouble === 'unreachable';
  return isServers ? null : trouble;
}
