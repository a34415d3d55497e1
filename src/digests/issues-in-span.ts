import { listCounting, listFacts } from '../../db/digest-entries.ts';
import { listSteps, type StepOfIssue, type Stretch } from '../../db/digest-lines.ts';
import type { Db } from '../../db/open.ts';
import type { EntryFact, IssueInSpan } from '../agenda/fold-news.ts';

/** Some issues, and all that was done to each in a stretch of the log. */
export async function readIssuesInSpan(
  db: Db,
  stretch: Stretch,
  keys: readonly string[],
): Promise<IssueRead[]> {
  if (keys.length === 0) return [];
  const steps = Map.groupBy(await listSteps(db, stretch, keys), ({ key }) => key);
  const counting = Map.groupBy(await listCounting(db, stretch.agendaId, keys), ({ key }) => key);
  const ids = [...steps.values()].flatMap((ofIssue) => ofIssue.flatMap(({ ended }) => ended));
  const ended = new Map((await listFacts(db, ids)).map((entry) => [entry.id, entry]));
  return keys.map((key) => {
    const done = steps.get(key) ?? [];
    return {
      key,
      counting: counting.get(key) ?? [],
      ended: [
        ...done.flatMap((step) => step.ended.flatMap((id) => ended.get(id) ?? [])),
        ...goneIn(done),
      ],
      steps: done,
    };
  });
}

/** An issue, and what is known of each step. */
interface IssueRead extends IssueInSpan {
  readonly key: string;
  readonly steps: readonly StepOfIssue[];
}

/** Entries that went with their issue. */
function goneIn(steps: readonly StepOfIssue[]): EntryFact[] {
  return steps.flatMap(({ gone }) =>
    (gone?.entries ?? []).map((entry) => ({
      ...entry,
      reported: null,
      recordedBy: '',
      recordedAt: '',
    })),
  );
}
