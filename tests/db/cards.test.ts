import { beforeEach, expect, test } from 'vitest';
import { agendaFor } from '../../db/agendas.ts';
import { readCard } from '../../db/cards.ts';
import type { Db } from '../../db/open.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import type { IssueCard } from '../../src/agenda/record.ts';
import { exampleAgenda, exampleDb, put } from '../support/db.ts';

const LAST_DAY = '2025-11-30';

let db: Db;

beforeEach(async () => {
  db = await exampleDb();
});

/** The card that is kept, and the one worked out from the entries as for a day gone by. */
async function bothCards(key: string): Promise<{ kept: IssueCard; workedOut: IssueCard }> {
  const agenda = await agendaFor(db, { teamId: 'T', channelId: 'C' });
  if (agenda === null) throw new Error('The record is empty');
  return {
    kept: await readCard(db, agenda, key, LAST_DAY),
    workedOut: await readCard(db, { ...agenda, lastEntryOn: '9999-12-31' }, key, LAST_DAY),
  };
}

async function expectCardsInStep({ issues }: AgendaDocument): Promise<void> {
  for (const { key } of issues) {
    const { kept, workedOut } = await bothCards(key);
    expect(kept).toEqual(workedOut);
  }
}

test('every card kept is the card its entries make', async () => {
  await expectCardsInStep(exampleAgenda());
});

test('a party, a source, a position and an owner that change, change on the cards', async () => {
  const document = exampleAgenda();
  const changed: AgendaDocument = {
    ...document,
    parties: document.parties.map((party) => ({ ...party, short: `${party.id}!` })),
    sources: document.sources.map((source) => ({
      ...source,
      publisher: `${source.publisher} (new)`,
    })),
    issues: document.issues.map((issue) => ({
      ...issue,
      owners: issue.owners.slice(1),
      title: `${issue.title}!`,
    })),
  };
  await put(db, changed);

  await expectCardsInStep(changed);
  const { kept } = await bothCards('fentanyl');
  expect(kept.title).toMatch(/!$/);
  expect(kept.positions[0]?.party.short).toBe('us!');
  expect(kept.entries[0]?.sources[0]?.publisher).toMatch(/\(new\)$/);
});

test('an issue the new file leaves out keeps its card, with the new names of its sources', async () => {
  const document = exampleAgenda();
  const changed: AgendaDocument = {
    ...document,
    sources: document.sources.map((source) => ({
      ...source,
      publisher: `${source.publisher} (new)`,
    })),
    issues: document.issues.filter(({ key }) => key !== 'flights'),
  };
  await put(db, changed);

  await expectCardsInStep(document);
  const { kept } = await bothCards('flights');
  expect(kept.entries[0]?.sources[0]?.publisher).toMatch(/\(new\)$/);
});
