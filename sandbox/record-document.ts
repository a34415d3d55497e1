import type { Db } from '../db/open.ts';
import type { AgendaDocument } from '../src/agenda/document.ts';
import { type Finding, importAgenda } from '../src/changes/import-agenda.ts';

/** Records a document and says how many entries were new. Throws when it holds a mistake. */
export async function recordDocument(
  db: Db,
  document: AgendaDocument,
  at: Temporal.Instant,
): Promise<number> {
  const findings: Finding[] = [];
  const outcome = await importAgenda(db, document, {
    recorder: { by: 'sandbox', at },
    emptyHistories: true,
    tell: (finding) => findings.push(finding),
  });
  if (outcome.kind !== 'imported') {
    throw new Error(`The example agenda can't be recorded: ${JSON.stringify(findings)}`);
  }
  return outcome.entriesAdded;
}
