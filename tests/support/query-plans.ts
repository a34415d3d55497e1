import Database from 'better-sqlite3';
import { vi } from 'vitest';

/** The SQL that is prepared while something is done. */
export async function preparedBy(work: () => Promise<void>): Promise<ReadonlySet<string>> {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  try {
    await work();
    return new Set(prepare.mock.calls.map(([sql]) => sql));
  } finally {
    prepare.mockRestore();
  }
}

/** The steps in which SQLite goes through a file for these queries. */
export function stepsOf(path: string, queries: readonly string[]): string[] {
  const reader = new Database(path, { readonly: true });
  try {
    return queries.flatMap((sql) => {
      const values = Array.from(sql.matchAll(/\?/g), () => 'x');
      const plan = reader.prepare<string[], { detail: string }>(`explain query plan ${sql}`);
      return plan.all(...values).map(({ detail }) => detail);
    });
  } finally {
    reader.close();
  }
}
