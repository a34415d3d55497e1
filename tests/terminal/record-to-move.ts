import { closeDatabase, openDatabase } from '../../db/open.ts';
import { agendaOf } from '../support/agenda-of.ts';
import { freshDatabase, put } from '../support/db.ts';

/** A file with an agenda of so many issues. */
export async function recordWith(issues: number): Promise<string> {
  const path = freshDatabase();
  const db = await openDatabase(`sqlite:${path}`);
  const numbers = Array.from({ length: issues }, (_, number) => number + 1);
  await put(
    db,
    agendaOf(
      numbers.map((number) => ({ key: `issue-${number}`, title: `Issue number ${number}` })),
    ),
  );
  await closeDatabase(db);
  return path;
}
