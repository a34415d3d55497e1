import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { giveAgenda, workspaceOfAgenda } from '../../db/agenda-workspaces.ts';
import type { Db, Tx } from '../../db/open.ts';
import { refreshCards } from '../../db/cards.ts';
import { addAuditLine } from '../../db/record/audit.ts';
import type { Recorder } from '../../db/record/entries.ts';
import { readHead, writeHead } from '../../db/record/heads.ts';
import { followInAnnexes } from '../../db/record/annexes.ts';
import { makeRoomForTextWords, settleTextWords } from '../../db/record/staged-text-words.ts';
import { withWideCache } from '../../db/wide-cache.ts';
import type { AgendaDocument, AgendaHead } from '../agenda/document.ts';
import { type Marking, markingOfNew } from '../agenda/marking.ts';
import { type AgendaReading, readAgendaDocument } from './agenda-reading.ts';
import { type CheckedHead, checkHead, checkIssue } from './check-agenda.ts';
import { type Problem, textIn } from './problem.ts';
import { allOrNothing } from './record.ts';
import { readAgendaFile, UnreadableFile } from './read-agenda-file.ts';
import { recordIssue } from './record-issue.ts';
import { stamp } from '../agenda/stamp.ts';

/** What an import did. An import that is refused changes nothing. */
export type ImportOutcome =
  | ({ readonly kind: 'imported'; readonly agendaId: string } & ImportCounts)
  | { readonly kind: 'refused'; readonly problems: number; readonly warnings: number }
  | { readonly kind: 'unreadable'; readonly said: string };

export interface ImportCounts {
  readonly issues: number;
  readonly issuesAdded: number;
  readonly issuesChanged: number;
  readonly entriesAdded: number;
  readonly entriesReplaced: number;
  readonly warnings: number;
}

/** A problem stops the import; a warning does not. */
export type Finding = Problem & { readonly kind: 'problem' | 'warning' };

export interface ImportOptions {
  readonly recorder: Recorder;
  /** Hears of each problem and warning as it is found. */
  readonly tell?: (finding: Finding) => void;
  /** Hears how much is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
  /** How far an agenda that is new may be told. */
  readonly marking?: Marking;
  /** The workspace it is to belong to, if it belongs to none yet. */
  readonly workspace?: string;
  /** Allows issues that have no entry yet. */
  readonly emptyHistories?: boolean;
}

/** The second reading of a file also writes, and takes about this much longer than the first. */
const WEIGHTS = [1, 4] as const;

/** Records an agenda that is in memory. Importing adds and replaces, and never takes away; twice is as good as once. */
export async function importAgenda(
  db: Db,
  document: AgendaDocument,
  options: ImportOptions,
): Promise<ImportOutcome> {
  return importReading(db, readAgendaDocument(document), options);
}

/** Records the agenda in a file, of any size, without ever holding all of it. */
export async function importAgendaFile(
  db: Db,
  path: string,
  options: ImportOptions,
): Promise<ImportOutcome> {
  try {
    const all = await weightOf(path);
    let done = 0;
    const reading = readAgendaFile(path, (bytes, time) => {
      done += bytes * (time === 1 ? WEIGHTS[0] : WEIGHTS[1]);
      options.progress?.(Math.min(done / all, 1));
    });
    return await withWideCache(db, async () => importReading(db, reading, options));
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'unreadable', said: error.message };
    throw error;
  }
}

async function importReading(
  db: Db,
  reading: AgendaReading,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const keys = new Set<string>();
  let listed = 0;
  for await (const issue of reading.issues()) {
    listed += 1;
    const key = textIn(issue, 'key');
    if (key !== undefined) keys.add(key);
  }
  const checked = checkHead(reading, { keys, listed });

  return allOrNothing(
    db,
    async (tx) => importIssues(tx, reading, checked, options),
    ({ kind }) => kind === 'imported',
  );
}

async function importIssues(
  tx: Tx,
  reading: AgendaReading,
  { head, known, problems: headProblems }: CheckedHead,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { recorder, workspace, tell = () => {}, emptyHistories = false } = options;
  let problems = headProblems.length;
  for (const found of headProblems) tell({ kind: 'problem', ...found });

  const owner = head === null ? null : await workspaceOfAgenda(tx, head.dataset.id);
  if (workspace !== undefined && owner !== null && owner !== workspace) {
    problems += 1;
    tell({
      kind: 'problem',
      path: 'dataset.id',
      said: 'This agenda belongs to another workspace.',
    });
  }

  const recorded = head === null ? null : await readHead(tx, head.dataset.id);
  const named = head === null || recorded === null ? null : ofDocument(recorded, head);
  if (head !== null && problems === 0 && !isDeepStrictEqual(head, named)) {
    await addAuditLine(tx, {
      at: stamp(recorder.at),
      by: recorder.by,
      action: 'import',
      agendaId: head.dataset.id,
      issueKey: null,
      details: {},
      writes: await writeHead(tx, head, recorded, options.marking ?? markingOfNew(head.dataset.id)),
    });
    await followInAnnexes(tx, head.dataset.id, recorder);
  }
  if (head !== null && problems === 0 && workspace !== undefined && owner === null) {
    await addAuditLine(tx, {
      at: stamp(recorder.at),
      by: recorder.by,
      action: 'import',
      agendaId: head.dataset.id,
      issueKey: null,
      details: { workspace },
      writes: [await giveAgenda(tx, head.dataset.id, workspace)],
    });
  }
  if (recorded === null) await makeRoomForTextWords(tx);

  const seen = new Set<string>();
  const counts = {
    issues: 0,
    issuesAdded: 0,
    issuesChanged: 0,
    entriesAdded: 0,
    entriesReplaced: 0,
    warnings: 0,
  };
  if (reading.list === 'list') {
    for await (const value of reading.issues()) {
      const position = counts.issues;
      counts.issues += 1;
      const check = checkIssue(value, { known, position, seen, emptyHistories });
      for (const found of check.problems) tell({ kind: 'problem', ...found });
      for (const found of check.warnings) tell({ kind: 'warning', ...found });
      problems += check.problems.length;
      counts.warnings += check.warnings.length;
      if (problems > 0 || head === null || check.issue === null) continue;

      const agenda = { id: head.dataset.id, isNew: recorded === null };
      const did = await recordIssue(tx, agenda, position, check.issue, recorder);
      if (did.issue === 'added') counts.issuesAdded += 1;
      if (did.issue === 'changed') counts.issuesChanged += 1;
      counts.entriesAdded += did.entriesAdded;
      counts.entriesReplaced += did.entriesReplaced;
    }
  }
  if (problems > 0 || head === null) {
    return { kind: 'refused', problems, warnings: counts.warnings };
  }
  if (recorded === null) await settleTextWords(tx);
  else if (named === null || !isDeepStrictEqual(namesOnCards(head), namesOnCards(named)))
    await refreshCards(tx, head.dataset.id);
  return { kind: 'imported', agendaId: head.dataset.id, ...counts };
}

/** What is recorded of the parties and sources that a document names: it may leave some out, and people add others. */
function ofDocument(recorded: AgendaHead, { parties, sources }: AgendaHead): AgendaHead {
  const ids = new Set(parties.map(({ id }) => id));
  const sourceIds = new Set(sources.map(({ id }) => id));
  return {
    ...recorded,
    parties: recorded.parties.filter(({ id }) => ids.has(id)),
    sources: recorded.sources.filter(({ id }) => sourceIds.has(id)),
  };
}

/** What every card may show of an agenda's head. */
function namesOnCards({ parties, sources }: AgendaHead): unknown {
  return { parties, sources };
}

/** What reading the file as often as needed comes to; a file that can't be asked tells when it is read. */
async function weightOf(path: string): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return Math.max(size, 1) * (WEIGHTS[0] + WEIGHTS[1]);
}
