import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import type { AgendaDocument, IssueDocument } from '../../src/agenda/document.ts';
import { importAgendaFile } from '../../src/changes/import-agenda.ts';
import { ask } from '../support/ask.ts';
import { emptyDb, exampleAgenda, exampleDb, put } from '../support/db.ts';

describe('importing an agenda', () => {
  test('records all of it', async () => {
    const outcome = await put(await emptyDb(), exampleAgenda());
    expect(outcome).toEqual({
      kind: 'imported',
      agendaId: 'biden-xi-2023',
      issues: 19,
      issuesAdded: 19,
      issuesChanged: 0,
      entriesAdded: 92,
      entriesReplaced: 0,
      warnings: 0,
    });
  });

  test('a second time changes nothing at all', async () => {
    const db = await exampleDb();
    const before = await everythingIn(db);
    const writes = await writesTo(db);
    const outcome = await put(db, exampleAgenda());
    expect(outcome).toMatchObject({ issuesAdded: 0, issuesChanged: 0, entriesAdded: 0 });
    expect(await everythingIn(db)).toEqual(before);
    expect(await writesTo(db)).toBe(writes);
  });

  test('a second time changes nothing at all, whatever sources people named meanwhile', async () => {
    const db = await exampleDb();
    await ask(db, 'note fentanyl Seen elsewhere on:2023-12-03 source:https://news.example/1', {
      now: Temporal.Instant.from('2023-12-10T12:00:00Z'),
    });
    const [before, { seq }] = [await everythingIn(db), await readAuditHead(db)];
    const writes = await writesTo(db);
    await put(db, exampleAgenda());
    expect(await everythingIn(db)).toEqual(before);
    expect(await writesTo(db)).toBe(writes);
    expect(seq).toBe(21);
  });

  test('days one after the other end up where all at once does', async () => {
    const db = await emptyDb();
    for (const day of ['2023-11-14', '2023-11-15', '2024-01-20', '2025-12-31']) {
      await put(db, upTo(day));
    }
    expect(await withoutIds(db)).toEqual(await withoutIds(await exampleDb()));
  });

  test('a later version changes what is said of an issue, and leaves its entries alone', async () => {
    const db = await exampleDb();
    const entries = await db.selectFrom('entries').selectAll().orderBy('id').execute();
    const outcome = await put(
      db,
      withIssue('fentanyl', (issue) => ({
        ...issue,
        title: 'Curbs on precursors',
        aliases: ['precursors'],
        category: 'tension',
        owners: [],
      })),
    );
    expect(outcome).toMatchObject({ issuesAdded: 0, issuesChanged: 1, entriesAdded: 0 });
    expect(await db.selectFrom('entries').selectAll().orderBy('id').execute()).toEqual(entries);
    const issue = await db
      .selectFrom('issues')
      .innerJoin('standings', 'standings.issue_key', 'issues.key')
      .select(['title', 'standings.category'])
      .where('key', '=', 'fentanyl')
      .executeTakeFirst();
    expect(issue).toEqual({ title: 'Curbs on precursors', category: 'tension' });
  });

  test('an entry that differs from the one of its day takes its place, and the old one stays', async () => {
    const db = await exampleDb();
    const outcome = await put(
      db,
      withIssue('fentanyl', (issue) => ({
        ...issue,
        history: issue.history.map((entry, at) =>
          at === 0 ? { ...entry, note: 'Told anew.' } : entry,
        ),
      })),
    );
    expect(outcome).toMatchObject({ issuesChanged: 0, entriesAdded: 0, entriesReplaced: 1 });
    const replaced = await db
      .selectFrom('entries as old')
      .innerJoin('entries as new', 'new.id', 'old.replaced_by')
      .select(['old.issue_key', 'new.note'])
      .execute();
    expect(replaced).toEqual([{ issue_key: 'fentanyl', note: 'Told anew.' }]);
  });

  test('what a file leaves out stays', async () => {
    const db = await exampleDb();
    const before = await everythingIn(db);
    const { issues, ...rest } = exampleAgenda();
    await put(db, { ...rest, issues: issues.map((issue) => ({ ...issue, history: [] })) });
    expect(await everythingIn(db)).toEqual(before);
  });
});

describe('a bad file', () => {
  test('has every problem told by its JSON path, and changes nothing', async () => {
    const [issue, other] = exampleAgenda().issues as [IssueDocument, IssueDocument];
    const [first, second] = issue.history as [
      IssueDocument['history'][0],
      IssueDocument['history'][0],
    ];
    const example = exampleAgenda();
    const { told, db } = await importing({
      ...example,
      extra: 1,
      dataset: {
        ...example.dataset,
        start_date: '2023-02-30',
        timezone: 'Mars/Olympus',
        names: { en: 'a\0b' },
      },
      parties: [example.parties[0], example.parties[0], example.parties[1]],
      sources: [
        ...example.sources,
        { ...example.sources[0], id: 'odd', url: 'javascript:alert(1)', date: '2023-13' },
      ],
      issues: [
        {
          ...issue,
          aliases: ['twice', 'twice'],
          colour: 'red',
          history: [
            { ...first, status: 'done', date: '2023-11-31' },
            { ...second, note: undefined, confidence: 7 },
          ],
        },
        {
          ...other,
          key: issue.key,
          positions: { mars: { text: 'Wait.', basis: 'seed' } },
          history: [
            { ...first, date: '2023-11-10', sources: ['nowhere'] },
            { ...first, date: '2023-11-09', sources: [], basis: 'verified' },
            { ...first, date: '2023-11-12', basis: 'unverified' },
          ],
          related: ['nothing'],
        },
        { ...other, summary: '\ud800', history: [] },
      ],
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "problem $.dataset.names.en: must not hold a NUL or half of a character (a lone surrogate)",
        "problem $.dataset.start_date: must be a real calendar date, such as 2023-11-15",
        "problem $.dataset.timezone: must be a known time zone, such as Europe/Vienna",
        "problem $.sources[70].date: must be a real day or month, such as 2023-11-15 or 2023-11",
        "problem $.sources[70].url: must be a web address that begins with http:// or https://",
        "problem $.extra: is not part of the format",
        "problem $.parties[1].id: there is another party "us" before it",
        "problem $.issues[0].aliases: must not hold the same alias twice",
        "problem $.issues[0].history[0].date: must be a real calendar date, such as 2023-11-15",
        "problem $.issues[0].history[0].status: must be one of "proposed", "on-agenda", "in-talks", "agreed-in-principle", "agreed", "implementing", "fulfilled", "stalled", "suspended", "off-table"",
        "problem $.issues[0].history[1].note: is missing",
        "problem $.issues[0].history[1].confidence: must be one of "high", "medium", "low"",
        "problem $.issues[0].colour: is not part of the format",
        "problem $.issues[0].related[1]: there is no issue "economic-issues" in this file",
        "problem $.issues[1].positions.mars: there is no party "mars" in this file",
        "problem $.issues[1].history[0].sources[0]: there is no source "nowhere" in this file",
        "problem $.issues[1].history[1].sources: must name a source, because the basis is "verified"",
        "problem $.issues[1].history[1].date: must be later than the entry before it, 2023-11-10",
        "problem $.issues[1].history[2].sources: must be empty, because the basis is "unverified"",
        "problem $.issues[1].related[0]: there is no issue "nothing" in this file",
        "problem $.issues[1].key: there is another issue "fentanyl" before it",
        "problem $.issues[2].summary: must not hold a NUL or half of a character (a lone surrogate)",
        "problem $.issues[2].history: must hold at least one entry",
      ]
    `);
    expect(await withoutIds(db)).toEqual(await withoutIds(await emptyDb()));
  });

  test('an unusual change of status is a warning and no more', async () => {
    const { told, outcome } = await importing(
      withIssue('fentanyl', (issue) => ({
        ...issue,
        history: issue.history.map((entry, at) =>
          at === 1 ? { ...entry, status: 'fulfilled' as const } : entry,
        ),
      })),
    );
    expect(told).toMatchInlineSnapshot(`
      [
        "warning $.issues[0].history[1].status: going from in-talks to fulfilled is unusual",
      ]
    `);
    expect(outcome.kind).toBe('imported');
  });

  test('a mistake in the JSON is told by line and column', async () => {
    const said = async (text: string): Promise<string> => {
      const { outcome } = await importing(text);
      return outcome.kind === 'unreadable'
        ? outcome.said.replace(/^\S*\//, '')
        : JSON.stringify(outcome);
    };
    const start = '{"schema_version": "1.0",\n  "dataset": {"id": "é" ';
    expect(await said(`${start}"x"}}`)).toBe(
      "agenda.json can't be read: it is not valid JSON, at line 2, column 25.",
    );
    expect(await said(start)).toBe(
      "agenda.json can't be read: it ends too early, at line 2, column 25.",
    );
    expect(await said(`${start}}} x`)).toContain('not valid JSON, at line 2, column 28');
    expect(await said('{"a": tru}')).toContain('not valid JSON, at line 1, column 10');
    expect(await said('[1]')).toContain('it must be one JSON object');
    expect(await said('')).toContain('it is empty');
    expect(await said('{}')).toContain('"kind":"refused"');
  });

  test('names that mean something to JavaScript are read as any other', async () => {
    const text = JSON.stringify(exampleAgenda())
      .replace('"dataset":', '"__proto__":{"polluted":1},"dataset":')
      .replace('"names":{', '"names":{"__proto__":"x",')
      .replace('"positions":{', '"positions":{"__proto__":{"text":"x","basis":"seed"},');
    const { told } = await importing(text);
    expect(told).toMatchInlineSnapshot(`
      [
        "problem $.__proto__: is not part of the format",
        "problem $.dataset.names.__proto__: is not a language",
        "problem $.issues[0].positions.__proto__: there is no party "__proto__" in this file",
      ]
    `);
  });

  test('a name that stands in the file twice, and issues that are no list', async () => {
    const { told } = await importing('{"sources": [], "sources": [], "issues": {"a": 1}}');
    expect(told).toMatchInlineSnapshot(`
      [
        "problem $.sources: stands in the file more than once",
        "problem $.issues: must be a list",
        "problem $.schema_version: is missing",
        "problem $.dataset: is missing",
        "problem $.parties: is missing",
      ]
    `);
  });
});

/** Imports a document, valid or not, from a file. */
async function importing(document: unknown) {
  const path = join(mkdtempSync(join(tmpdir(), 'summit-')), 'agenda.json');
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  const db = await emptyDb();
  const told: string[] = [];
  const outcome = await importAgendaFile(db, path, {
    recorder: { by: 'test', at: Temporal.Instant.from('2023-11-14T12:00:00Z') },
    tell: ({ kind, path: where, said }) => told.push(`${kind} ${where}: ${said}`),
  });
  return { told, outcome, db };
}

function withIssue(key: string, change: (issue: IssueDocument) => IssueDocument): AgendaDocument {
  const example = exampleAgenda();
  return {
    ...example,
    issues: example.issues.map((issue) => (issue.key === key ? change(issue) : issue)),
  };
}

function upTo(day: string): AgendaDocument {
  const { issues, ...rest } = exampleAgenda();
  return {
    ...rest,
    issues: issues.map((issue) => ({
      ...issue,
      history: issue.history.filter(({ date }) => date <= day),
    })),
  };
}

const RECORD = [
  'agendas',
  'parties',
  'statements',
  'happenings',
  'sources',
  'issues',
  'aliases',
  'positions',
  'owners',
  'quotes',
  'related_issues',
  'entries',
  'entry_sources',
  'standing_days',
  'standings',
  'status_counts',
  'issue_names',
  'name_words',
  'text_words',
] as const;

/** Every row there is. */
async function everythingIn(db: Db): Promise<Record<string, string[]>> {
  const tables = RECORD.map(async (table) => {
    const rows = await db.selectFrom(table).selectAll().execute();
    return [table, rows.map((row) => JSON.stringify(row)).toSorted()] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

/** Every row there is but for what is made up anew each time. */
async function withoutIds(db: Db): Promise<Record<string, string[]>> {
  const all = await everythingIn(db);
  return Object.fromEntries(
    Object.entries(all).map(([table, rows]) => [
      table,
      rows.map((row) => row.replaceAll(/"(entry_)?id":"[\da-z]{12}",?/g, '')).toSorted(),
    ]),
  );
}

async function writesTo(db: Db): Promise<number> {
  const { rows } = await sql<{ writes: number }>`select total_changes() as writes`.execute(db);
  return rows[0]?.writes ?? -1;
}
