import { chmodSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { copyDatabase } from './copy-database.ts';
import { type Contents, contentsOf, inspectCopy } from './inspect-copy.ts';
import { discard } from './put-in-place.ts';

/** What this program tells whoever started it. */
export type CopyNews =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'whole'; readonly contents: Contents }
  | { readonly kind: 'damaged'; readonly found: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Of the whole work, as far as can be told: the rest is looking through the copy. */
const COPYING = 0.4;

/** `TO [FROM]`: copies a database and looks through the copy; with no FROM, the copy is there already. */
const [to, from] = process.argv.slice(2);
if (to === undefined || process.send === undefined) {
  throw new Error('This program is started by a backup');
}

// Nobody waits for the copy any more.
process.on('disconnect', () => void discard(to).finally(() => process.exit(1)));

try {
  if (from !== undefined) await copyFrom(from, to);
  await tell(outcomeOf(to));
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  await tell({ kind: 'failed', code, message: String(error) });
}
process.removeAllListeners('disconnect');
process.disconnect?.();

async function copyFrom(path: string, copy: string): Promise<void> {
  const source = new Database(path, { readonly: true, fileMustExist: true });
  let told = 0;
  try {
    await copyDatabase(source, copy, {
      progress(share) {
        if (share - told < 0.01) return;
        told = share;
        void tell({ kind: 'progress', share: share * COPYING });
      },
    });
  } finally {
    source.close();
  }
  // Whoever may not read the record may not read its copy.
  chmodSync(copy, statSync(path).mode);
}

function outcomeOf(copy: string): CopyNews {
  const inspection = inspectCopy(copy, 'quick');
  switch (inspection.kind) {
    case 'whole':
      return { kind: 'whole', contents: contentsOf(copy) };
    case 'damaged':
      return inspection;
    case 'foreign':
      return { kind: 'damaged', found: 'it lacks the tables of Summit' };
  }
}

async function tell(news: CopyNews): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.send?.(news, () => resolve());
  return promise;
}
