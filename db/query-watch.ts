import type { LogEvent, SqliteStatement } from 'kysely';

/** Times what a database does. */
export interface QueryWatch {
  /** Milliseconds, on a clock that only goes on. */
  now(): number;
  took(kind: 'commit' | 'read' | 'write', milliseconds: number): void;
}

/** Tells of what Kysely asked a server. */
export function timing(watch: QueryWatch): (event: LogEvent) => void {
  return ({ query: { sql }, queryDurationMillis: milliseconds }) =>
    watch.took(kindOf(sql), milliseconds);
}

function kindOf(sql: string): 'commit' | 'read' | 'write' {
  if (/^\s*commit\b/i.test(sql)) return 'commit';
  return /^\s*(?:insert|update|delete)\b/i.test(sql) ? 'write' : 'read';
}

/** The same statement, timed where somebody wants to know. */
export function watched(
  statement: SqliteStatement,
  kind: Parameters<QueryWatch['took']>[0],
  watch: QueryWatch | null,
): SqliteStatement {
  if (watch === null) return statement;
  function timed<T>(step: () => T): T {
    const begun = watch?.now() ?? 0;
    try {
      return step();
    } finally {
      watch?.took(kind, watch.now() - begun);
    }
  }
  return {
    ...statement,
    all: (parameters) => timed(() => statement.all(parameters)),
    run: (parameters) => timed(() => statement.run(parameters)),
  };
}
