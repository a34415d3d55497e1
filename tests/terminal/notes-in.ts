import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** The notes of a storm that the record in a file holds, those of entries that ended too. */
export function notesIn(path: string): Set<string> {
  const database = new Database(path, { readonly: true });
  const notes = database.prepare<[], string>('select note from entries').pluck().all();
  database.close();
  return new Set(notes.flatMap((note) => note.match(/Storm \w+ number \d+/g) ?? []));
}

/** Writes nonsense over some pages of a file. */
export function overwrite(
  path: string,
  { from, pages }: { readonly from: number; readonly pages: number },
): void {
  const page = 4096;
  const first = Math.floor((statSync(path).size * from) / page);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(pages * page, 7), 0, pages * page, first * page);
  closeSync(file);
}
