import { DatabaseProblem } from './database-problem.ts';
import { type FileTrouble, fileTroubleOf } from './trouble.ts';

/** The sentence for a failure that someone can do something about; any other failure as it was. */
export function sqliteProblem(error: unknown, path: string): unknown {
  const trouble = fileTroubleOf(error);
  return trouble === null ? error : problemOf(trouble, path, error);
}

export function problemOf(trouble: FileTrouble, path: string, cause?: unknown): DatabaseProblem {
  return new DatabaseProblem(sentenceFor(trouble, path), { cause });
}

function sentenceFor(trouble: FileTrouble, path: string): string {
  switch (trouble) {
    case 'damaged':
      return `${path} is not a readable Summit database: restore it from a backup, or move it away to start afresh.`;
    case 'not-writable':
      return `Summit may not write to ${path} or its folder: give it leave to, or set DATABASE_URL to another place.`;
    case 'not-a-file':
      return `${path} can't be opened as a file: set DATABASE_URL to a path where a file can be.`;
    case 'locked':
      return `${path} is locked by another program: stop it, or wait until it is done, and try again.`;
    case 'disk-full':
      return `There is no room left on the disk for ${path}: make some, and try again.`;
    case 'disk-failed':
      return `The disk failed while Summit used ${path}: check the disk, and restore a backup if it is damaged.`;
  }
}
