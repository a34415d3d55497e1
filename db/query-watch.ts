import type { SqliteStatement } from 'kysely';

/** Times what a database does. */
export interface QueryWatch {
  /** Milliseconds, on a clock that only goes on. */
  now(): number;
  took(kind: 'commit' | 'read' | 'write', milliseconds: number): void;
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
