import type { Db } from '../../db/open.ts';
import type { EntryDocument, IssueDocument } from '../../src/agenda/document.ts';
import { phaseOn } from '../../src/agenda/phase.ts';
import type { StatusKey } from '../../src/agenda/status.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { agendaOf, issueOf } from './agenda-of.ts';

/** Imports a file with these issues into the agenda of names, or into one that starts later. */
export async function importIssues(
  db: Db,
  at: string,
  issues: readonly (Pick<IssueDocument, 'history' | 'key'> & Partial<IssueDocument>)[],
  agendaId = 'names',
): Promise<void> {
  const document = agendaOf([]);
  const [start, end] =
    agendaId === 'names' ? ['2026-05-01', '2026-05-02'] : ['2026-06-01', '2026-06-02'];
  const outcome = await importAgenda(
    db,
    {
      ...document,
      dataset: { ...document.dataset, start_date: start, end_date: end, id: agendaId },
      issues: issues.map((issue) => ({
        ...issueOf({ key: issue.key, title: TITLES[issue.key] ?? issue.key }),
        ...issue,
        history: issue.history.map((entry) => ({
          ...entry,
          phase: phaseOn(entry.date, { start, end }),
        })),
      })),
    },
    {
      recorder: { by: 'terminal:desk', at: Temporal.Instant.from(at) },
      emptyHistories: true,
      tell: ({ kind, path, said }) => {
        if (kind === 'problem') throw new Error(`${path}: ${said}`);
      },
    },
  );
  if (outcome.kind !== 'imported') throw new Error(`The file was ${outcome.kind}`);
}

/** Of the issues on everybody's desk. */
const TITLES: Readonly<Record<string, string>> = {
  grain: 'Grain exports',
  fish: 'Fishing rights',
  'ai-talks': 'AI talks',
};

export function importedEntry(date: string, status: StatusKey): EntryDocument {
  return {
    date,
    precision: 'day',
    status,
    phase: 'before',
    note: date === '2026-05-01' ? 'Listed.' : `It was said on ${date}.`,
    attribution: 'general knowledge',
    basis: 'unverified',
    confidence: 'low',
    sources: [],
  };
}
