import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { exportAgenda } from '../../src/changes/export-agenda.ts';
import { emptyDb, exampleAgenda, exampleDb, put } from '../support/db.ts';
import { documents } from '../support/documents.ts';

describe('exporting an agenda', () => {
  test('gives the example back as it was', async () => {
    expect(await exported(await exampleDb(), 'biden-xi-2023')).toEqual(exampleAgenda());
  });

  test('gives any document back as it was', async () => {
    const db = await emptyDb();
    let agendas = 0;
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        agendas += 1;
        const id = `agenda-${agendas}`;
        const named = { ...document, dataset: { ...document.dataset, id } };
        await put(db, named);
        expect(await exported(db, id)).toEqual(named);
      }),
      { numRuns: 150 },
    );
  });

  test('gives back line ends of every kind inside a text', async () => {
    const db = await emptyDb();
    const document = exampleAgenda();
    const [first, ...others] = document.issues;
    if (first === undefined) throw new Error('The example has no issues');
    const summary = 'one\u2028two\u2029three\r\nfour\nfive\u0085six';
    const sources = document.sources.map((source) => ({ ...source, about: summary }));
    const written = { ...document, sources, issues: [{ ...first, summary }, ...others] };
    await put(db, written);
    expect(await exported(db, 'biden-xi-2023')).toEqual(written);
  });

  test('leaves the record free for others when nobody reads to the end', async () => {
    const db = await exampleDb();
    for await (const _ of exportAgenda(db, 'biden-xi-2023')) break;
    expect(await put(db, exampleAgenda())).toMatchObject({ kind: 'imported' });
  });

  test('gives nothing for an agenda that is not there', async () => {
    expect(await Array.fromAsync(exportAgenda(await exampleDb(), 'other'))).toEqual([]);
  });
});

async function exported(db: Db, agendaId: string): Promise<unknown> {
  return JSON.parse((await Array.fromAsync(exportAgenda(db, agendaId))).join(''));
}
