import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Db, openDatabase } from '../../db/open.ts';
import { readAuditHead } from '../../db/record/audit.ts';
import type { AgendaDocument } from '../../src/agenda/document.ts';
import { STATUSES } from '../../src/agenda/status.ts';
import { verifyRecord } from '../../src/changes/verify-record.ts';
import { ask, EVE } from '../support/ask.ts';
import { emptyDb, exampleAgenda, put } from '../support/db.ts';
import { documents } from '../support/documents.ts';
import { openToAll, putBack, rowsIn, tamperedRows } from '../support/tamper.ts';

/** What the log vouches for: all but what people watch, what was acted on, and the words of the search. */
const TABLES = [
  'agendas',
  'aliases',
  'audit_lines',
  'channel_agendas',
  'desk_owners',
  'entries',
  'entry_sources',
  'happenings',
  'issue_cards',
  'issues',
  'owners',
  'parties',
  'positions',
  'quotes',
  'related_issues',
  'sources',
  'standing_days',
  'standings',
  'statements',
  'status_counts',
];

const LONG = process.env['SUMMIT_FUZZ_RUNS'] !== undefined;
const RECORDS = LONG ? 700 : 20;
const WRONGS_OF_EACH = 20;

const place = { row: fc.nat(), column: fc.nat() };
const tamperings = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        table: fc.constantFrom(...TABLES),
        how: fc.constantFrom('drop', 'edit', 'edit', 'insert'),
        ...place,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        table: fc.constant('audit_lines'),
        how: fc.constantFrom('cut', 'swap'),
        ...place,
      }),
    },
  ),
  { minLength: WRONGS_OF_EACH, maxLength: WRONGS_OF_EACH },
);

const steps = fc.array(
  fc.record({
    word: fc.constantFrom(
      'add',
      'update',
      'note',
      'source',
      'alias',
      'owner',
      'position',
      'undo',
      'withdraw',
      'agenda',
    ),
    issue: fc.nat(),
    status: fc.constantFrom(...STATUSES.map(({ key }) => key)),
    day: fc.integer({ min: 1, max: 13 }),
    who: fc.constantFrom('U0ALICE', 'U0BOB'),
  }),
  { maxLength: 10 },
);

type Rows = Awaited<ReturnType<typeof rowsIn>>;
type Step = typeof steps extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

test('is done as of one moment, while others go on writing', async () => {
  const url = `sqlite:${mkdtempSync(join(tmpdir(), 'summit-'))}/summit.db`;
  const [reader, writer] = [await openDatabase(url), await openDatabase(url)];
  await put(writer, exampleAgenda());
  const { seq } = await readAuditHead(writer);

  let written = 0;
  const verdict = await verifyRecord(reader, null, () => {
    written += 1;
    void ask(writer, `note fentanyl Round ${written}`, { now: EVE.add({ minutes: 6 * written }) });
  });
  expect(verdict).toMatchObject({ kind: 'whole', head: { seq } });
  await vi.waitFor(async () => {
    expect((await readAuditHead(writer)).seq).toBe(seq + written);
  });
  expect(written).toBeGreaterThan(0);
  expect(await verifyRecord(reader, null)).toMatchObject({ kind: 'whole' });
  await reader.destroy();
  await writer.destroy();
});

describe('a record that grew by imports and changes', () => {
  test(
    'is whole, and anything done to it past Summit is found',
    { timeout: 1_800_000 },
    async () => {
      const done = { tampered: 0, changes: 0 };
      await fc.assert(
        fc.asyncProperty(
          documents,
          documents,
          steps,
          tamperings,
          async (one, other, some, wrongs) => {
            const db = await grown(
              [one, { ...other, dataset: { ...other.dataset, id: one.dataset.id } }],
              some,
            );
            done.changes += (await readAuditHead(db)).seq;
            const before = await verifyRecord(db, null);
            expect(before).toEqual({
              kind: 'whole',
              entries: expect.any(Number),
              head: expect.anything(),
            });

            await openToAll(db);
            for (const wrong of wrongs) {
              const rows = await rowsIn(db, wrong.table);
              if (!(await tamper(db, wrong, rows))) continue;
              done.tampered += 1;
              const anchor = anchorFor(wrong.table, rows);
              const found = await verifyRecord(db, anchor);
              expect({ wrong, found }).not.toMatchObject({ found: { kind: 'whole' } });
              await putBack(db, wrong.table, rows);
            }
            expect(await verifyRecord(db, null)).toEqual(before);
            await db.destroy();
          },
        ),
        { numRuns: RECORDS, endOnFailure: true },
      );
      expect(done.tampered).toBeGreaterThan(LONG ? 10_000 : RECORDS * 10);
      expect(done.changes).toBeGreaterThan(RECORDS * 4);
    },
  );
});

/** Only a log that ends earlier than it did needs the anchor. */
function anchorFor(table: string, rows: Rows) {
  const last = rows.at(-1);
  if (table !== 'audit_lines' || last === undefined) return null;
  return { seq: Number(last['seq']), hash: String(last['hash']) };
}

/** False when nothing could be done, or nothing that makes a difference. */
async function tamper(
  db: Db,
  wrong: Parameters<typeof tamperedRows>[1],
  rows: Rows,
): Promise<boolean> {
  const isHeld = await lastDayIsHeld(db);
  for (const altered of tamperedRows(rows, wrong)) {
    if (!isHeld && isOfLastDayOnly(rows, altered)) continue;
    try {
      await putBack(db, wrong.table, altered);
      return true;
    } catch {
      await putBack(db, wrong.table, rows);
    }
  }
  return false;
}

/** With an issue taken back, the last day of its agenda may be later than any entry left. */
async function lastDayIsHeld(db: Db): Promise<boolean> {
  const lines = await rowsIn(db, 'audit_lines');
  return !lines.some(({ writes }) => String(writes).includes('["gone",'));
}

function isOfLastDayOnly(before: Rows, after: Rows): boolean {
  const withoutLastDay = (rows: Rows): object => rows.map((row) => ({ ...row, last_entry_on: '' }));
  return isDeepStrictEqual(withoutLastDay(before), withoutLastDay(after));
}

async function grown(imports: readonly AgendaDocument[], some: readonly Step[]): Promise<Db> {
  const db = await emptyDb();
  for (const document of imports) await put(db, document);
  const keys = imports.flatMap(({ issues }) => issues.map(({ key }) => key));
  let now = EVE;
  for (const step of some) {
    now = now.add({ minutes: 6 });
    const who = { id: step.who, timeZone: 'UTC' };
    await ask(db, await wordsOf(db, step, keys[step.issue % keys.length] ?? ''), { now, who });
  }
  return db;
}

async function wordsOf(db: Db, { word, status, day, issue }: Step, key: string): Promise<string> {
  const on = `on:2023-11-${`${day}`.padStart(2, '0')}`;
  switch (word) {
    case 'add':
      return `add Kelp farming ${issue % 100} status:${status} ${on}`;
    case 'update':
      return `update ${key} ${status} because told source:https://news.example/${day} ${on}`;
    case 'note':
      return `note ${key} Said ${issue} ${on}`;
    case 'source':
      return `source ${key} https://news.example/${issue % 4}`;
    case 'alias':
      return `alias ${key} = other ${issue}`;
    case 'owner':
      return `owner ${key} <@U0BOB>`;
    case 'position': {
      const parties = await rowsIn(db, 'parties');
      return `position ${key} ${parties[issue % parties.length]?.['id']} wants ${issue}`;
    }
    case 'undo':
      return 'undo';
    case 'agenda': {
      const [agenda] = await rowsIn(db, 'agendas');
      return `agenda ${agenda?.['id']}`;
    }
    case 'withdraw': {
      const entries = await rowsIn(db, 'entries');
      return `withdraw ${entries[issue % entries.length]?.['id']} because wrong`;
    }
  }
}
