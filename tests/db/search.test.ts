import { beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { Db } from '../../db/open.ts';
import { searchIssues } from '../../db/search.ts';
import { importAgenda } from '../../src/changes/import-agenda.ts';
import { emptyDb } from '../support/db.ts';
import { oneOfMany, putMany } from '../support/many-issues.ts';

describe('on the example agenda', () => {
  let db: Db;

  beforeAll(async () => {
    db = await emptyDb();
    const example = new URL('../../examples/biden-xi-2023.json', import.meta.url);
    await importAgenda(db, JSON.parse(readFileSync(example, 'utf8')), {
      recorder: { by: 'U0ALICE', at: Temporal.Instant.from('2023-11-14T00:00:00Z') },
    });
  });

  test('issues whose names have the words come before those whose texts do', async () => {
    const found = await keysFor('working group');
    expect(found.slice(0, 2)).toEqual(['climate', 'counternarcotics']);
    expect(found.length).toBeGreaterThan(2);
  });

  test('every word has to be there, in any order, whole or begun', async () => {
    expect(await keysFor('geneva intell')).toContain('ai-talks');
    expect(await keysFor('geneva soybeans')).toEqual([]);
    expect(await keysFor('presses pill')).toEqual(['fentanyl']);
  });

  test('Chinese is searched by any part of a name', async () => {
    expect(await keysFor('南海')).toEqual(['maritime']);
    expect(await keysFor('太尼前')).toEqual(['fentanyl']);
  });

  test('nothing to search for finds nothing', async () => {
    for (const typed of ['', '   ', '???', '🙂', '\ud800']) {
      expect(await keysFor(typed)).toEqual([]);
    }
  });

  async function keysFor(typed: string): Promise<string[]> {
    const page = await searchIssues(db, 'biden-xi-2023', typed, { limit: 15, after: null });
    return page.issues.map(({ key }) => key);
  }
});

describe('among many issues', () => {
  const MANY = 600;
  let db: Db;

  beforeAll(async () => {
    db = await emptyDb();
    await putMany(db, MANY);
  });

  test.for([
    ['grain', (title: string) => /grain/i.test(title)],
    ['gra ban', (title: string) => /grain ban/i.test(title)],
    // In no name, but in every issue's history.
    ['listed', () => true],
    ['listed cobalt', (title: string) => /cobalt/i.test(title)],
    ['with cobalt', (title: string) => /cobalt/i.test(title)],
  ] as const)('the pages of %s together have every issue once', async ([typed, isMeant]) => {
    const meant = Array.from({ length: MANY }, (_, number) => oneOfMany(number))
      .filter(({ title }) => isMeant(title))
      .map(({ key }) => key);
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof searchIssues>> = await searchIssues(
        db,
        'names',
        typed,
        {
          limit: 20,
          after,
        },
      );
      expect(page.issues.length).toBeLessThanOrEqual(20);
      found.push(...page.issues.map(({ key }) => key));
      after = page.next;
    } while (after !== null);
    expect(found.filter((key) => key !== 'fentanyl').toSorted()).toEqual(meant.toSorted());
  });

  test('a place that is none is the beginning', async () => {
    const first = await searchIssues(db, 'names', 'grain', { limit: 3, after: null });
    expect(await searchIssues(db, 'names', 'grain', { limit: 3, after: '☃' })).toEqual(first);
  });
});
