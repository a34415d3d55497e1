import type { AgendaHead, IssueDocument } from '../agenda/document.ts';
import { headFormat, issueFormat } from './agenda-format.ts';
import type { AgendaReading } from './agenda-reading.ts';
import { eventOf, headProblems, issueProblems, issueWarnings, type Known } from './agenda-rules.ts';
import { listIn, type Problem, problem, problemsOf, textIn, valueAt } from './problem.ts';

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

/** Looks at all of a document but its issues, of which only the number and the keys are given. */
export function checkHead(
  reading: AgendaReading,
  { keys, listed }: { readonly keys: ReadonlySet<string>; readonly listed: number },
): CheckedHead {
  const { root, list, repeated } = reading;
  const problems = repeated.map((name) => problem([name], 'stands in the file more than once'));
  if (list === 'missing') problems.push(problem(['issues'], 'is missing'));
  if (list === 'something else') problems.push(problem(['issues'], 'must be a list'));
  if (list === 'list' && listed === 0) {
    problems.push(problem(['issues'], 'must hold at least one issue'));
  }

  const wrong = problemsOf(headFormat, root, []);
  const known: Known = {
    parties: idsIn(root, 'parties'),
    sources: idsIn(root, 'sources'),
    issues: keys,
    event: eventOf(root),
  };
  problems.push(...wrong, ...headProblems(root, known));
  // The shape is right, and the values as they are in the file are what gets recorded.
  const head = wrong.length === 0 ? (root as unknown as AgendaHead) : null;
  return { head, known, problems };
}

/** Looks at one issue of a document. */
export function checkIssue(value: unknown, check: IssueCheck): CheckedIssue {
  const { known, position, seen, emptyHistories } = check;
  const at = ['issues', position];
  const problems = [...problemsOf(issueFormat, value, at)];
  const issue = problems.length === 0 ? (value as IssueDocument) : null;
  problems.push(...issueProblems(value, known, at));
  const key = textIn(value, 'key');
  if (key !== undefined && seen.has(key)) {
    const said = `there is another issue ${JSON.stringify(key)} before it`;
    problems.push(problem([...at, 'key'], said));
  }
  if (key !== undefined) seen.add(key);
  const history = valueAt(value, ['history']);
  if (Array.isArray(history) && history.length === 0 && !emptyHistories) {
    problems.push(problem([...at, 'history'], 'must hold at least one entry'));
  }
  return { issue, problems, warnings: issue === null ? [] : issueWarnings(issue, at) };
}

/** The ids in a list, whatever else is wrong with it, so that one mistake is told once. */
function idsIn(root: unknown, list: string): ReadonlySet<string> {
  const ids = listIn(root, list).map((item) => textIn(item, 'id'));
  return new Set(ids.filter((id) => id !== undefined));
}
