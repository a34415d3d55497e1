import { agendaFor } from '../db/agendas.ts';
import { nameIndex } from '../db/names.ts';
import { searchIssues } from '../db/search.ts';
import { listStandings } from '../db/standing-lists.ts';
import { findIssue } from '../src/agenda/find-issue.ts';
import { fold } from '../src/agenda/fold.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { todayFor } from './agenda-in-use.ts';
import type { Call } from './command.ts';
import { may } from './may.ts';

/** As many as a list offers. */
const MOST_CHOICES = 100;

/** The issues to choose from for what someone has typed so far, the likeliest first; for nothing, those with the latest news. */
export async function issueChoices(call: Call, typed: string): Promise<readonly IssueRef[]> {
  const agenda = await agendaFor(call.db, call.where);
  if (agenda === null || !(await may(call, 'read', null))) return [];
  if (typed.trim() === '') {
    const page = { limit: MOST_CHOICES, offset: 0 };
    const { rows } = await listStandings(call.db, agenda, todayFor(call, agenda), {}, page);
    return rows;
  }
  const named = await namedIssues(call, agenda, typed);
  const { issues } = await searchIssues(call.db, agenda.id, typed, {
    limit: MOST_CHOICES,
    after: null,
  });
  return distinct([...named, ...issues, ...(await begunSo(call, agenda, typed))]).slice(
    0,
    MOST_CHOICES,
  );
}

/** What `/summit status` would answer about. */
async function namedIssues(
  { db }: Call,
  agenda: Agenda,
  typed: string,
): Promise<readonly IssueRef[]> {
  const match = await findIssue(nameIndex(db, agenda.id), typed);
  return match.kind === 'missing' ? [] : match.issues;
}

/** Issues with a word in a name that begins like the last one typed, however short that is. */
async function begunSo({ db }: Call, agenda: Agenda, typed: string): Promise<readonly IssueRef[]> {
  const index = nameIndex(db, agenda.id);
  const beginning = fold(typed).words.at(-1);
  return beginning === undefined ? [] : index.withAnyOf(await index.wordsFrom(beginning));
}

function distinct(issues: readonly IssueRef[]): IssueRef[] {
  return [...new Map(issues.map((issue) => [issue.key, issue])).values()];
}
