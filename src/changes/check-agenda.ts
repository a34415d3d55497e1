import type { AgendaHead, IssueDocument } from '../agenda/document.ts';
import { headFormat, issueFormat } from './agenda-format.ts';
import type { AgendaReading } from './agenda-reading.ts';
import { headProblems, issueProblems, issueWarnings, type Known } from './agenda-rules.ts';
import { type Problem, problem, problemsOf } from './problem.ts';

export interface CheckedHead {
  /** Null when its shape is wrong. */
  readonly head: AgendaHead | null;
  readonly known: Known;
  readonly problems: readonly Problem[];
}

export interface CheckedIssue {
  /** Null when its shape is wrong. */
  readonly issue: IssueDocument | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export interface IssueCheck {
  readonly known: Known;
  /** In the list of issues. */
  readonly position: number;
  /** Keys met so far: this issue's is added. */
  readonly seen: Set<string>;
  readonly emptyHistories: boolean;
}

/** Looks at all of a document but its issues, whose keys are given. */
export function checkHead(reading: AgendaReading, keys: ReadonlySet<string>): CheckedHead {
  const { root, list, repeated } = reading;
  const problems = repeated.map((name) => problem([name], 'stands in the file more than once'));
  if (list === 'missing') problems.push(problem(['issues'], 'is missing'));
  if (list === 'something else') problems.push(problem(['issues'], 'must be a list'));
  if (list === 'list' && keys.size === 0) {
    problems.push(problem(['issues'], 'must hold at least one issue'));
  }

  const wrong = problemsOf(headFormat, root, []);
  // The shape is right, and the values as they are in the file are what gets recorded.
  const head = wrong.length === 0 ? (root as unknown as AgendaHead) : null;
  const known: Known = {
    parties: idsIn(root['parties']),
    sources: idsIn(root['sources']),
    issues: keys,
    event: head === null ? null : eventOf(head),
  };
  const broken = head === null ? [] : headProblems(head, known);
  return { head, known, problems: [...problems, ...wrong, ...broken] };
}

/** Looks at one issue of a document. */
export function checkIssue(value: unknown, check: IssueCheck): CheckedIssue {
  const { known, position, seen, emptyHistories } = check;
  const at = ['issues', position];
  const wrong = problemsOf(issueFormat, value, at);
  if (wrong.length > 0) return { issue: null, problems: wrong, warnings: [] };

  const issue = value as IssueDocument;
  const problems = issueProblems(issue, known, at);
  if (seen.has(issue.key)) {
    problems.push(
      problem([...at, 'key'], `there is another issue ${JSON.stringify(issue.key)} before it`),
    );
  }
  seen.add(issue.key);
  if (issue.history.length === 0 && !emptyHistories) {
    problems.push(problem([...at, 'history'], 'must hold at least one entry'));
  }
  return { issue, problems, warnings: issueWarnings(issue, at) };
}

function eventOf({ dataset }: AgendaHead): Known['event'] {
  const { start_date: start, end_date: end } = dataset;
  return start <= end ? { start, end } : null;
}

/** The ids in a list, whatever else is wrong with it, so that one mistake is told once. */
function idsIn(list: unknown): ReadonlySet<string> {
  if (!Array.isArray(list)) return new Set();
  return new Set(
    list.flatMap((item: unknown) => {
      const id: unknown =
        typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : undefined;
      return typeof id === 'string' ? [id] : [];
    }),
  );
}
