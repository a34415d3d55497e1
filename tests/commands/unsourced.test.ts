import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { ask, EVE, said } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

const TITLE = 'Curbs on exports of fentanyl precursor chemicals';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

describe('a deal that nobody is named for', () => {
  let recorded: string;

  beforeEach(async () => {
    recorded = await said(db, 'update fentanyl agreed because they shook hands');
  });

  test('is said to be unsourced where it is confirmed', () => {
    expect(recorded).toContain('→ Agreed (unsourced)');
  });

  test.each([
    ['its card', 'status fentanyl', '🤝 Agreed (unsourced) since 14 Nov 2023'],
    ['the agenda', 'status', `• ${TITLE}: 🤝 Agreed (unsourced) since 14 Nov 2023`],
    ['a list', 'list status:agreed', `${TITLE}: 🤝 Agreed (unsourced) since 14 Nov 2023`],
    ['a search', 'search fentanyl', `${TITLE}: 🤝 Agreed (unsourced) since 14 Nov 2023`],
    ['its history', 'history fentanyl page:2', '→ Agreed (unsourced)'],
  ])('is said to be unsourced on %s', async (_, words, expected) => {
    const { message } = await ask(db, words, { now: EVE });
    expect(message.text).toContain(expected);
    expect(JSON.stringify(message.blocks)).toContain('Agreed (unsourced)');
  });

  test('is said to be unsourced among the changes, on the page and in the text', async () => {
    const { message } = await ask(db, 'changes');
    expect(message.text).toMatch(/^- 2023-11-14 `fentanyl`: [a-z-]+ → agreed \(unsourced\)$/m);
    expect(JSON.stringify(message.blocks)).toMatch(/→ Agreed \(unsourced\)\*/);
  });

  test('is said to be unsourced among the moves before the present one', async () => {
    await ask(db, 'update fentanyl implementing because it began source:https://news.example/1', {
      now: EVE.add({ hours: 24 }),
    });
    const text = await said(db, 'status fentanyl', { now: EVE.add({ hours: 25 }) });
    expect(text).toContain('🚧 Being carried out since 15 Nov 2023');
    expect(text).toMatch(/^🤝 14 Nov 2023: .+ → Agreed \(unsourced\)\. they shook hands/m);
  });

  test('is an agreed one like any other once it has a source', async () => {
    await ask(db, 'source fentanyl https://news.example/1', { now: EVE.add({ minutes: 6 }) });
    expect(await said(db, 'status fentanyl')).toContain('🤝 Agreed since 14 Nov 2023');
  });
});

test('other statuses need no source', async () => {
  await ask(db, 'update fentanyl stalled because nobody came');
  expect(await said(db, 'status fentanyl')).not.toContain('unsourced)');
});
