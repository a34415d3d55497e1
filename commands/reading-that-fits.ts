import { nameIndex } from '../db/names.ts';
import { findIssue, type IssueMatch } from '../src/agenda/find-issue.ts';
import type { Reading } from '../src/agenda/read-update.ts';
import type { Agenda } from '../src/agenda/record.ts';
import type { Call } from './command.ts';

/** A way to read some words, and the issue found by it; null when nobody looked or nothing was sure. */
export interface FittingReading<One extends Reading> {
  readonly reading: One;
  readonly match: IssueMatch | null;
}

/** The first way to read the words in which an issue is found; else the likeliest. */
export async function readingThatFits<One extends Reading>(
  { db }: Call,
  agenda: Agenda,
  readings: readonly One[],
): Promise<FittingReading<One>> {
  const [likeliest] = readings;
  if (likeliest === undefined) throw new Error('There is no way to read the words');
  const index = nameIndex(db, agenda.id);
  for (const reading of readings.length === 1 ? [] : readings) {
    const match = reading.issue === '' ? null : await findIssue(index, reading.issue);
    if (match?.kind === 'found' && match.unknown.length === 0) return { reading, match };
  }
  return { reading: likeliest, match: null };
}
