import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import type { AgendaDocument, IssueDocument } from '../../src/agenda/document.ts';
import { exportAgenda } from '../../src/changes/export-agenda.ts';
import { ask } from '../support/ask.ts';
import { exampleAgenda, exampleDb, put } from '../support/db.ts';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
  await ask(db, 'alias fentanyl = China White');
  await ask(db, 'position fentanyl us Stop all of it');
  await ask(db, 'owner fentanyl us Jane Doe, envoy');
  await ask(db, 'withdraw taiwan on:2023-11-14 because it was another meeting');
  await ask(db, 'update climate stalled because the text was dropped on:2023-11-14');
});

describe('a file that comes again after people have changed what it says', () => {
  test('takes none of it back', async () => {
    const before = await issuesNow();
    const outcome = await put(db, exampleAgenda());
    expect(outcome).toMatchObject({ issuesChanged: 0, entriesAdded: 0, entriesReplaced: 0 });
    expect(await issuesNow()).toEqual(before);
  });

  test('brings what is new in it, and only that', async () => {
    const { aliases, positions } = await issueNow('fentanyl');
    await put(
      db,
      changed('fentanyl', (issue) => ({ ...issue, summary: 'Another summary.' })),
    );
    const { history } = await issueNow('taiwan');
    expect(await issueNow('fentanyl')).toMatchObject({
      summary: 'Another summary.',
      aliases,
      positions,
      owners: [...exampleIssue('fentanyl').owners, { name: 'Jane Doe' }],
    });
    expect(history.map(({ date }) => date)).not.toContain('2023-11-14');
  });

  test('that says something else by now takes its place', async () => {
    await put(
      db,
      changed('fentanyl', (issue) => ({ ...issue, aliases: ['opioids', 'carfentanil'] })),
    );
    await put(
      db,
      changed('taiwan', (issue) => ({
        ...issue,
        history: issue.history.map((entry) => ({ ...entry, note: `${entry.note} Told anew.` })),
      })),
    );
    expect((await issueNow('fentanyl')).aliases).toEqual(['opioids', 'carfentanil']);
    const { history } = await issueNow('taiwan');
    expect(history.find(({ date }) => date === '2023-11-14')?.note).toMatch(/Told anew\.$/);
  });
});

function exampleIssue(key: string): IssueDocument {
  const issue = exampleAgenda().issues.find((one) => one.key === key);
  if (issue === undefined) throw new Error(`The example has no ${key}`);
  return issue;
}

function changed(key: string, change: (issue: IssueDocument) => IssueDocument): AgendaDocument {
  const { issues, ...rest } = exampleAgenda();
  return { ...rest, issues: issues.map((issue) => (issue.key === key ? change(issue) : issue)) };
}

async function issuesNow(): Promise<readonly IssueDocument[]> {
  const document: AgendaDocument = JSON.parse(
    (await Array.fromAsync(exportAgenda(db, 'biden-xi-2023'))).join(''),
  );
  return document.issues;
}

async function issueNow(key: string): Promise<IssueDocument> {
  const issue = (await issuesNow()).find((one) => one.key === key);
  if (issue === undefined) throw new Error(`There is no ${key}`);
  return issue;
}
