import type { Db } from '../../db/open.ts';
import { writeOver } from '../../db/write-over.ts';
import { record } from './record.ts';

/** Writes to the disk, and changes nothing. Throws what keeps the record from being written to. */
export async function proveWritable(db: Db): Promise<void> {
  return record(db, writeOver);
}
