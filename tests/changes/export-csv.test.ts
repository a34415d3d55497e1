import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import type { AgendaDocument, EntryDocument, IssueDocument } from '../../src/agenda/document.ts';
import { csvRow } from '../../src/changes/csv-row.ts';
import { exportCsv } from '../../src/changes/export-csv.ts';
import { emptyDb, exampleAgenda, exampleDb, put } from '../support/db.ts';
import { documents } from '../support/documents.ts';

const BREAKS = '\t\n\v\f\r;\u0085\u2028\u2029';
const FORMULA = '=+-@＝＋－＠﹦﹢﹣﹫−';
const SKIPPED = ' \u00A0\u200B\u0001"\'`“”‘’＂＇';

describe('a table of entries', () => {
  test('has a row for each entry of the example, each cell as the record has it', async () => {
    const document = exampleAgenda();
    const [header, ...rows] = parse(await exported(await exampleDb(), 'biden-xi-2023'));
    expect(header?.join()).toBe(
      'issue,title,category,date,precision,status,note,attribution,basis,confidence,sources,reported,date_note',
    );
    expect(rows).toHaveLength(92);
    expect(rows.map(plain)).toEqual(rowsOf(document));
  });

  test('gives back every cell of any document, but for the apostrophes', async () => {
    const db = await emptyDb();
    let agendas = 0;
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        agendas += 1;
        const id = `agenda-${agendas}`;
        await put(db, { ...document, dataset: { ...document.dataset, id } });
        const [, ...rows] = parse(await exported(db, id));
        expect(rows.map(plain)).toEqual(rowsOf(document));
      }),
      { numRuns: 60 },
    );
  });

  test('gives nothing for an agenda that is not there', async () => {
    expect(await Array.fromAsync(exportCsv(await exampleDb(), 'other'))).toEqual([]);
  });

  test('leaves the record free for others when nobody reads to the end', async () => {
    const db = await exampleDb();
    for await (const _ of exportCsv(db, 'biden-xi-2023')) break;
    expect(await put(db, exampleAgenda())).toMatchObject({ kind: 'imported' });
  });
});

describe('a row', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['＝cmd', "'＝cmd"],
    [' "@SUM(A1)', `' "@SUM(A1)`],
    ['\tx', "'\tx"],
    ['\r\nx', "'\r\nx"],
    ['one\n-two', "one\n'-two"],
    ['one; =two', "one;' =two"],
    ['a - b = c', 'a - b = c'],
    ['x@example.org', 'x@example.org'],
    ['-', "'-"],
    ['', ''],
  ])('makes %j into %j', (cell, expected) => {
    expect(parse(`\uFEFF${csvRow([cell])}`)).toEqual([[expected]]);
  });

  const cells = fc.array(
    fc.string({
      unit: fc.oneof(
        fc.constantFrom(...Array.from(BREAKS + FORMULA + SKIPPED), ',', 'a', '1'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 12,
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('has no cell, and no part of one, that a spreadsheet could take for a formula', () => {
    fc.assert(
      fc.property(cells, (row) => {
        const [parsed = []] = parse(`\uFEFF${csvRow(row)}`);
        expect(parsed.flatMap(formulasIn)).toEqual([]);
        expect(parsed.filter((cell) => /^[\t\r\n]/.test(cell))).toEqual([]);
        expect(plain(parsed)).toEqual(row);
      }),
      { numRuns: 20_000 },
    );
  });

  test('takes no longer for a long cell of the worst kind than it should', () => {
    const worst = ['\n', ' ', '; ', '"', '\t\r'].map((text) => text.repeat(100_000 / text.length));
    const began = performance.now();
    for (const cell of worst) csvRow([cell]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

/** What of a cell is taken for a formula by a program that begins a part at every break, or only at the first sign. */
function formulasIn(cell: string): string[] {
  const parts = cell.split(new RegExp(`[${BREAKS}]`, 'u'));
  return [cell, ...parts].filter((part) => !part.startsWith("'") && comesToFormula(part));
}

/** The cells without the apostrophes that were added. */
function plain(cells: readonly string[]): string[] {
  return cells.map((cell) => {
    const whole = cell.startsWith("'") && comesToFormula(cell, '\t\r\n') ? cell.slice(1) : cell;
    return whole.replaceAll(
      new RegExp(`(?<=[${BREAKS}])'(?=([^${BREAKS}]*))`, 'gu'),
      (apostrophe, rest: string) => (comesToFormula(rest) ? '' : apostrophe),
    );
  });
}

/** True when a formula, or one of these signs, is what spaces, quotes and what can't be seen lead to. */
function comesToFormula(text: string, signs = ''): boolean {
  for (const sign of text) {
    if (FORMULA.includes(sign) || signs.includes(sign)) return true;
    if (!/^[\s\p{Cc}\p{Cf}"'`“”‘’＂＇]$/u.test(sign)) return false;
  }
  return false;
}

function rowsOf({ issues, sources }: AgendaDocument): string[][] {
  const urls = new Map(sources.map(({ id, url }) => [id, url]));
  return issues.flatMap((issue) => issue.history.map((entry) => rowOf(issue, entry, urls)));
}

function rowOf(
  { key, title, category }: IssueDocument,
  entry: EntryDocument,
  urls: ReadonlyMap<string, string>,
): string[] {
  const { date, precision, status, note, attribution, basis, confidence } = entry;
  const known = { day: 10, month: 7, year: 4 }[precision];
  const links = entry.sources.map((id) => urls.get(id)).join(' ');
  const { reported = '', date_note: dateNote = '' } = entry;
  const when = [date.slice(0, known), precision];
  const says = [status, note, attribution, basis, confidence, links, reported, dateNote];
  return [key, title, category, ...when, ...says];
}

async function exported(db: Db, agendaId: string): Promise<string> {
  return (await Array.fromAsync(exportCsv(db, agendaId))).join('');
}

/** As RFC 4180 has it, and nothing else: every cell in quotes, every line ended by CRLF. */
function parse(text: string): string[][] {
  expect(text.charAt(0)).toBe('\uFEFF');
  const rows: string[][] = [[]];
  const cell = /"((?:[^"]|"")*)"(,|\r\n)/uy;
  cell.lastIndex = 1;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, written, end] = cell.exec(text) ?? [];
    if (written === undefined) throw new Error(`No cell at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)?.push(written.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
