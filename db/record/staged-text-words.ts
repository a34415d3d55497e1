import { insertRows } from '../insert-rows.ts';
import type { Tx } from '../open.ts';

/**
 * A new agenda's words are gathered first and put in order once: in the order they come,
 * each would be written to another page of a large table, which takes ten times as long.
 */
export async function makeRoomForTextWords(tx: Tx): Promise<void> {
  await tx.schema
    .createTable('staged_text_words')
    .temporary()
    .addColumn('agenda_id', 'text')
    .addColumn('word', 'text')
    .addColumn('issue_key', 'text')
    .execute();
}

export async function stageTextWords(
  tx: Tx,
  ofIssue: { readonly agenda_id: string; readonly issue_key: string },
  words: ReadonlySet<string>,
): Promise<void> {
  await insertRows(
    tx,
    'staged_text_words',
    [...words].map((word) => ({ ...ofIssue, word })),
  );
}

/** Moves all staged words to where they are searched. */
export async function settleTextWords(tx: Tx): Promise<void> {
  await tx
    .insertInto('text_words')
    .columns(['agenda_id', 'word', 'issue_key'])
    .expression((is) =>
      is
        .selectFrom('staged_text_words')
        .select(['agenda_id', 'word', 'issue_key'])
        .orderBy('agenda_id')
        .orderBy('word')
        .orderBy('issue_key'),
    )
    .execute();
  await tx.schema.dropTable('staged_text_words').execute();
}
