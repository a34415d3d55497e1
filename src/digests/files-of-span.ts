import { type FileName, listKeysOfFile } from '../../db/digest-entries.ts';
import { listIssuesToFilter, listStandingsToFilter } from '../../db/digest-issues.ts';
import { type ImportedFile, listFiles, listIssuesOfFile } from '../../db/digest-lines.ts';
import type { Db } from '../../db/open.ts';
import { filtersFor, isNarrowed } from '../agenda/digest-filter.ts';
import type { DigestOfAgenda } from './digest-of-agenda.ts';

/** A file that was imported, as far as the digest is about what was in it. */
export interface FileOfSpan extends ImportedFile {
  /** The issues that may have a line of their own. */
  readonly keys: readonly string[];
  /** True when it has too many of them for lines of their own. */
  readonly isOnlyOneLine: boolean;
}

export interface FilesOfSpan {
  readonly told: readonly FileOfSpan[];
  /** Those too large to look through, by which their entries are known. */
  readonly large: readonly FileName[];
}

/** More issues of a file don't get lines of their own. */
export const MOST_LINES_OF_FILE = 20;
/** A file with more issues is not looked through one by one. */
const MOST_ISSUES_READ = 500;

/** The files that were imported in a span, with what the digest is about of each. */
export async function filesOfSpan(db: Db, of: DigestOfAgenda): Promise<FilesOfSpan> {
  const { agenda, fromLine, untilLine, notBy } = of;
  const files = await listFiles(db, { agendaId: agenda.id, fromLine, untilLine });
  const told: FileOfSpan[] = [];
  for (const file of files.filter(({ by }) => by !== notBy)) {
    const read = isNarrowed(of.digest.choices)
      ? await readNarrowed(db, of, file)
      : await readWhole(db, of, file);
    told.push(read);
  }
  return { told, large: files.filter(({ issues }) => issues > MOST_ISSUES_READ) };
}

async function readWhole(db: Db, of: DigestOfAgenda, file: ImportedFile): Promise<FileOfSpan> {
  if (file.issues <= MOST_ISSUES_READ) {
    const issues = await listIssuesOfFile(db, of.agenda.id, file);
    return { ...file, keys: issues.map(({ key }) => key), isOnlyOneLine: false };
  }
  return { ...file, ...(await newsOfLarge(db, of, file)) };
}

/** Of a large file only what it says of these days is looked for. */
async function newsOfLarge(
  db: Db,
  { agenda, since, until }: DigestOfAgenda,
  file: ImportedFile,
): Promise<Pick<FileOfSpan, 'isOnlyOneLine' | 'keys'>> {
  const days = { agendaId: agenda.id, since, until };
  const keys = await listKeysOfFile(db, days, file, MOST_LINES_OF_FILE + 1);
  const isOnlyOneLine = keys.length > MOST_LINES_OF_FILE;
  return { keys: isOnlyOneLine ? [] : keys, isOnlyOneLine };
}

async function readNarrowed(db: Db, of: DigestOfAgenda, file: ImportedFile): Promise<FileOfSpan> {
  const { agenda, digest } = of;
  const issues = await listIssuesOfFile(db, agenda.id, file);
  const which = { agendaId: agenda.id, teamId: digest.teamId };
  const isLarge = issues.length > MOST_ISSUES_READ;
  const read = isLarge
    ? await listStandingsToFilter(db, which, digest.choices)
    : await listIssuesToFilter(
        db,
        which,
        issues.map(({ key }) => key),
      );
  const meant = new Set(
    read.filter((issue) => filtersFor(digest.choices, issue) !== null).map(({ key }) => key),
  );
  const told = issues.filter(({ key }) => meant.has(key));
  const entries = told.reduce((sum, issue) => sum + issue.entries, 0);
  const counts = { issues: told.length, entries };
  if (told.length > MOST_ISSUES_READ) {
    const { keys, isOnlyOneLine } = await newsOfLarge(db, of, file);
    return { ...file, ...counts, keys: keys.filter((key) => meant.has(key)), isOnlyOneLine };
  }
  // One that moved away from a status the digest is about is found when it is folded.
  const keys = (isLarge ? told : issues).map(({ key }) => key);
  return { ...file, ...counts, keys, isOnlyOneLine: false };
}
