import type { AgendaDocument, IssueDocument } from '../../src/agenda/document.ts';

export interface NamedIssue {
  readonly key: string;
  readonly title: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
}

/** A whole agenda around issues that have nothing but names. */
export function agendaOf(issues: readonly NamedIssue[]): AgendaDocument {
  return {
    schema_version: '1.0',
    dataset: {
      id: 'names',
      title: 'An agenda of names',
      kind: 'multilateral',
      start_date: '2026-05-01',
      end_date: '2026-05-02',
      timezone: 'UTC',
      as_of: '2026-05-01',
      coverage_end: '2026-05-02',
      statuses: 'summit-10',
    },
    parties: [
      { id: 'north', name: 'North' },
      { id: 'south', name: 'South' },
    ],
    issues: issues.map((issue) => issueOf(issue)),
    sources: [],
  };
}

/** An issue that has names, and one entry. */
export function issueOf(issue: NamedIssue): IssueDocument {
  return {
    names: {},
    aliases: [],
    ...issue,
    category: 'context',
    origin: 'agenda',
    summary: '',
    positions: {},
    owners: [],
    history: [
      {
        date: '2026-05-01',
        precision: 'day',
        status: 'on-agenda',
        phase: 'summit',
        note: 'Listed.',
        attribution: 'general knowledge',
        basis: 'unverified',
        confidence: 'low',
        sources: [],
      },
    ],
    evidence: [],
    related: [],
  };
}
