/** What keeps SQLite from its work, when someone can do something about it. */
export type Trouble =
  | 'damaged'
  | 'disk-failed'
  | 'disk-full'
  | 'locked'
  | 'not-a-file'
  | 'not-writable';

const CODES: readonly (readonly [RegExp, Trouble])[] = [
  [/^SQLITE_(NOTADB|CORRUPT)/, 'damaged'],
  [/^(SQLITE_(READONLY|PERM|AUTH)|EACCES|EPERM|EROFS)/, 'not-writable'],
  [/^(SQLITE_CANTOPEN|ENOTDIR|EEXIST|EISDIR|ENAMETOOLONG|ENOENT|ELOOP)/, 'not-a-file'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  // The last one: there is no room for the small file beside the record that its readers share.
  [/^(SQLITE_FULL|ENOSPC|SQLITE_IOERR_SHMSIZE)/, 'disk-full'],
  [/^SQLITE_IOERR/, 'disk-failed'],
];

/** The trouble behind an error, or behind what caused it; null for any other error. */
export function troubleOf(error: unknown): Trouble | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const [, trouble] = CODES.find(([pattern]) => pattern.test(code)) ?? [null, null];
  return trouble ?? troubleOf(error.cause);
}
