import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../../db/open.ts';
import type { EntryDocument } from '../../../src/agenda/document.ts';
import { agendaOf } from '../../support/agenda-of.ts';
import { emptyDb, put } from '../../support/db.ts';
import { histories } from '../../support/documents.ts';

const KEYS = ['first', 'second', 'third'];

describe('where issues stand', () => {
  test('always follows from their entries, in whatever order and however often they are recorded', async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...KEYS), histories(['paper'])), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (recorded) => {
        const db = await emptyDb();
        const kept = new Map(KEYS.map((key) => [key, new Map<string, EntryDocument>()]));
        for (const [key, history] of recorded) {
          await record(db, key, history);
          for (const entry of history) kept.get(key)?.set(entry.date, entry);
        }
        expect(await standings(db)).toEqual(expected(kept));
        await db.destroy();
      }),
      { numRuns: 60 },
    );
  });
});

async function record(db: Db, key: string, history: readonly EntryDocument[]): Promise<void> {
  const { issues, ...rest } = agendaOf(KEYS.map((one) => ({ key: one, title: one })));
  await put(db, {
    ...rest,
    dataset: { ...rest.dataset, start_date: '2023-11-15', end_date: '2023-11-17' },
    sources: [{ id: 'paper', publisher: 'Paper', date: '2023-11', url: 'https://news.example/' }],
    issues: issues.map((issue) => ({
      ...issue,
      history: issue.key === key ? history : [],
    })),
  });
}

async function standings(db: Db): Promise<object> {
  return {
    standings: await db
      .selectFrom('standings')
      .select(['issue_key', 'status', 'since', 'date'])
      .orderBy('issue_key')
      .execute(),
    counts: await db
      .selectFrom('status_counts')
      .select(['status', 'issues'])
      .where('issues', '>', 0)
      .orderBy('status')
      .execute(),
    lastDay: await db.selectFrom('agendas').select('last_entry_on').executeTakeFirst(),
  };
}

function expected(kept: ReadonlyMap<string, ReadonlyMap<string, EntryDocument>>): object {
  const rows = [...kept].flatMap(([key, entries]) => {
    const history = [...entries.values()].toSorted((one, other) =>
      one.date < other.date ? -1 : 1,
    );
    const last = history.at(-1);
    if (last === undefined) return [];
    const other = history.findLastIndex(({ status }) => status !== last.status);
    const since = history[other + 1]?.date;
    return [{ issue_key: key, status: last.status, since, date: last.date }];
  });
  const counts = Map.groupBy(rows, ({ status }) => status);
  return {
    standings: rows,
    counts: [...counts]
      .map(([status, of]) => ({ status, issues: of.length }))
      .toSorted((one, other) => (one.status < other.status ? -1 : 1)),
    lastDay: {
      last_entry_on: rows
        .map(({ date }) => date)
        .toSorted()
        .at(-1),
    },
  };
}
