import type { Db } from '../../db/open.ts';
import { readHead } from '../../db/record/heads.ts';
import { listIssueKeys, readIssue } from '../../db/record/issues.ts';

/**
 * Gives an agenda back as the document it was imported from, a piece of text at a time.
 * All of it is of one moment, whatever is recorded meanwhile. Nothing comes of an agenda that is not there.
 */
export async function* exportAgenda(db: Db, agendaId: string): AsyncGenerator<string> {
  const tx = await db.startTransaction().setAccessMode('read only').execute();
  try {
    const head = await readHead(tx, agendaId);
    if (head === null) return;

    const { sources, ...before } = head;
    const opening = JSON.stringify(before, null, 2).replace(/\n}$/, '');
    yield `${opening},\n  "issues": [`;
    let comma = '';
    let last = { position: -1, key: '' };
    let page = await listIssueKeys(tx, agendaId, last);
    while (page.length > 0) {
      for (const place of page) {
        const recorded = await readIssue(tx, agendaId, place.key);
        yield `${comma}\n${indented(recorded?.issue, 4)}`;
        comma = ',';
        last = place;
      }
      page = await listIssueKeys(tx, agendaId, last);
    }
    yield `\n  ],\n  "sources": ${indented(sources, 2).trimStart()}\n}\n`;
  } finally {
    await tx.rollback().execute();
  }
}

/** Only at `\n`: a string may hold other line ends, and JSON leaves those as they are. */
function indented(value: unknown, by: number): string {
  const margin = ' '.repeat(by);
  return margin + JSON.stringify(value, null, 2).replaceAll('\n', `\n${margin}`);
}
