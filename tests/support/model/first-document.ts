import type { AgendaDocument, EntryDocument } from '../../../src/agenda/document.ts';
import type { StatusKey } from '../../../src/agenda/status.ts';
import { agendaOf } from '../agenda-of.ts';
import { titleOf } from './in-words.ts';
import type { FiledEntry } from './paper.ts';
import { FILED_KEYS, type IssueKey } from './requests.ts';

/** First and last day of the meeting. */
export const EVENT = { start: '2026-05-01', end: '2026-05-02' };

/** The page the file names, by its address. */
export const FILED_PAGE = {
  address: 'two.example/b?x=1',
  publisher: 'Two',
  date: '2026-05-02',
  url: 'https://two.example/b?x=1',
};

/** What the file says that the agenda was made from. */
export function firstEntries(key: IssueKey): FiledEntry[] {
  switch (key) {
    case 'wheat':
      return [
        filed('2026-05-01', 'on-agenda', 'Listed.'),
        {
          ...filed('2026-05-03', 'in-talks', 'Talks began.'),
          basis: 'verified',
          confidence: 'high',
          sources: [FILED_PAGE.address],
        },
      ];
    case 'steel':
      return [filed('2026-05-02', 'stalled', 'No progress.')];
    case 'lumber':
    case 'visas':
      return [];
  }
}

export function filed(date: string, status: StatusKey, note: string): FiledEntry {
  return {
    date,
    status,
    note,
    says: 'general knowledge',
    basis: 'unverified',
    confidence: 'low',
    sources: [],
  };
}

/** The file for an agenda of that id, with these entries. */
export function documentOf(
  id: string,
  entries: (key: IssueKey) => readonly FiledEntry[],
): AgendaDocument {
  const issues = FILED_KEYS.map((key) => ({ key, title: titleOf(key) }));
  const { dataset, ...rest } = agendaOf(issues);
  const { address: _, ...source } = FILED_PAGE;
  return {
    ...rest,
    dataset: { ...dataset, id, start_date: EVENT.start, end_date: EVENT.end },
    issues: rest.issues.map((issue, at) => ({
      ...issue,
      history: entries(FILED_KEYS[at] ?? 'wheat').map((entry) => inFile(entry)),
    })),
    sources: [{ id: 's1', ...source }],
  };
}

function inFile({ says, sources, ...entry }: FiledEntry): EntryDocument {
  const { date } = entry;
  return {
    ...entry,
    confidence: entry.confidence as EntryDocument['confidence'],
    precision: 'day',
    phase: date < EVENT.start ? 'before' : date > EVENT.end ? 'after' : 'summit',
    attribution: says,
    sources: sources.map(() => 's1'),
  };
}
