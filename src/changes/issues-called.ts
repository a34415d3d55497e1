import { nameIndex } from '../../db/names.ts';
import type { Db } from '../../db/open.ts';
import { readIssueHead } from '../../db/record/issues.ts';
import { findIssue } from '../agenda/find-issue.ts';
import type { IssueRef } from '../agenda/record.ts';
import { isNearlySameName } from '../agenda/same-name.ts';

/** Issues of the agenda that are called so already, or nearly so. */
export async function issuesCalled(db: Db, agendaId: string, name: string): Promise<IssueRef[]> {
  const match = await findIssue(nameIndex(db, agendaId), name);
  const called: IssueRef[] = [];
  for (const { key, title } of match.kind === 'missing' ? [] : match.issues) {
    const head = await readIssueHead(db, agendaId, key);
    const names = [key, title, ...Object.values(head?.issue.names ?? {})];
    const all = [...names, ...(head?.issue.aliases ?? [])];
    if (all.some((one) => isNearlySameName(one, name))) called.push({ key, title });
  }
  return called;
}
