import type { AgendaDocument } from '../agenda/document.ts';

/** An agenda being read, its issues one at a time, because they may be too many to hold at once. */
export interface AgendaReading {
  /** Everything at the top of the document but its issues: known once they were read to the end. */
  readonly root: Readonly<Record<string, unknown>>;
  /** What the document says is its list of issues. */
  readonly list: 'list' | 'something else' | 'missing';
  /** Names at the top that stand there more than once. */
  readonly repeated: readonly string[];
  /** Can be read more than once. */
  issues(): AsyncIterable<unknown>;
}

/** Reads a document that is in memory already. */
export function readAgendaDocument({ issues, ...root }: AgendaDocument): AgendaReading {
  return {
    root: { ...root },
    list: 'list',
    repeated: [],
    async *issues() {
      yield* issues;
    },
  };
}
