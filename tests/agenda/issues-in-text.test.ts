import { beforeAll, expect, test } from 'vitest';
import { nameIndex } from '../../db/names.ts';
import type { Db } from '../../db/open.ts';
import { issuesInText } from '../../src/agenda/issues-in-text.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { emptyDb, put } from '../support/db.ts';

let db: Db;

beforeAll(async () => {
  db = await emptyDb();
  await put(
    db,
    agendaOf([
      { key: 'climate', title: 'Climate' },
      { key: 'climate-finance', title: 'Climate finance' },
      { key: 'ai-talks', title: 'Talks on artificial intelligence', aliases: ['AI risk', 'AI'] },
      { key: 'taiwan', title: 'Taiwan', names: { zh: '台湾' } },
    ]),
  );
});

test.each([
  ['Both sides met on climate for an hour', ['climate']],
  ['More CLIMATE–FINANCE, says the envoy', ['climate-finance']],
  ['Climate finance is one thing, climate another', ['climate', 'climate-finance']],
  ['They agreed on A.I. risk', ['ai-talks']],
  ['Taiwan and climate', ['climate', 'taiwan']],
  ['Lunch at twelve?', []],
  ['It is on the air', []],
  ['', []],
])('%s', async (text, keys) => {
  const found = await issuesInText(nameIndex(db, 'names'), text);
  expect(found.map(({ key }) => key).toSorted()).toEqual(keys);
});
