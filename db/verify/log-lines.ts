import type { Db } from '../open.ts';
import { prepared } from '../prepared.ts';
import type { LineRow } from '../record/audit.ts';

/** A line as it is kept, with the hash that vouches for it. */
export type KeptLine = LineRow & { readonly hash: string };

/** As many lines are looked at together. */
const LINES_AT_ONCE = 256;

/** The lines of the log in their order, some at a time, each set before the next is read. */
export async function* readLog(db: Db): AsyncGenerator<readonly KeptLine[]> {
  let after = Number.MIN_SAFE_INTEGER;
  while (true) {
    const lines = await selectLines(db, { after });
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines;
    after = last.seq;
  }
}

const selectLines = prepared((db, { after }: { after: number }) =>
  db
    .selectFrom('audit_lines')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(LINES_AT_ONCE),
);
