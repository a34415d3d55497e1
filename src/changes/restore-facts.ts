import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../db/open.ts';
import type { Write } from '../../db/record/audit.ts';
import { type FactKind, type Facts, readFacts } from '../../db/record/issue-facts.ts';
import { putFacts } from './change-facts.ts';
import type { IssueId } from './change-of-issue.ts';

/** Puts down again what was said before a logged change. Null when it has been changed since. */
export async function restoreFacts(
  tx: Tx,
  of: IssueId,
  details: Readonly<Record<string, unknown>>,
): Promise<readonly Write[] | null> {
  const { before, after } = details as { before: Partial<Facts>; after: Partial<Facts> };
  const writes: Write[] = [];
  for (const kind of Object.keys(before) as FactKind[]) {
    const facts = before[kind];
    const now = await readFacts(tx, of.agendaId, of.key, kind);
    if (facts === undefined || !isDeepStrictEqual(now, after[kind])) return null;
    writes.push(await putFacts(tx, of, kind, facts));
  }
  return writes;
}
