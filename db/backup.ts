import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { CopyNews } from './backup-program.ts';
import { DatabaseProblem, SERVERS_OWN_WAYS } from './database-problem.ts';
import type { Contents } from './inspect-copy.ts';
import type { Db } from './open.ts';
import { discard, filesOf, putInPlace } from './put-in-place.ts';
import { fileTroubleOf } from './trouble.ts';

/** A copy of the record, on the disk and found whole. */
export interface Backup extends Contents {
  readonly path: string;
  readonly bytes: number;
}

export interface BackupOptions {
  /** Hears how much is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
  /** Gives the backup up. */
  readonly signal?: AbortSignal;
}

const PROGRAM = new URL('./backup-program.ts', import.meta.url);

/**
 * Copies the record into a new file while others go on writing to it. The file has its name only
 * once it is whole, looked through and on the disk. Throws a `DatabaseProblem` when someone has
 * to do something first.
 */
export async function backUp(db: Db, goal: string, options: BackupOptions = {}): Promise<Backup> {
  const record = recordOf(db);
  const path = resolve(goal);
  await refuseBadGoal(path, record.path);

  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  try {
    const inMemory = record.path === ':memory:';
    if (inMemory) await writeFile(unfinished, record.contents());
    const contents = await copyElsewhere(inMemory ? null : record.path, unfinished, options);
    await putInPlace(unfinished, path);
    const { size } = await stat(path);
    return { path, bytes: size, ...contents };
  } catch (error) {
    await discard(unfinished);
    throw backupProblem(error, path);
  }
}

/** The database as its adapter gives it. */
export interface RecordFile {
  /** `:memory:` while it is in no file. */
  readonly path: string;
  /** All its bytes. */
  contents(): Uint8Array;
}

function recordOf(db: Db): RecordFile {
  const { adapter } = db.getExecutor();
  if ('recordFile' in adapter && typeof adapter.recordFile === 'function') {
    const file: RecordFile | null = adapter.recordFile();
    if (file !== null) return file;
  }
  throw new DatabaseProblem(SERVERS_OWN_WAYS);
}

async function refuseBadGoal(path: string, record: string): Promise<void> {
  if (record !== ':memory:' && filesOf(resolve(record)).includes(path)) {
    throw new DatabaseProblem(`${path} belongs to the record itself: name another file.`);
  }
  const there = await stat(path).catch(() => null);
  if (there !== null) {
    throw new DatabaseProblem(
      `${path} is there already: name another file, or move that one away first.`,
    );
  }
  const folder = await stat(dirname(path)).catch(() => null);
  if (folder?.isDirectory() !== true) {
    throw new DatabaseProblem(`There is no folder ${dirname(path)}: make it, or name another one.`);
  }
}

/**
 * In a process of its own, which yields to others: looking through a large file takes seconds in
 * which nothing else could be answered, and nothing that happens there can harm this process.
 */
async function copyElsewhere(
  from: string | null,
  to: string,
  { progress, signal }: BackupOptions,
): Promise<Contents> {
  signal?.throwIfAborted();
  const child = fork(PROGRAM, [to, ...(from === null ? [] : [from])], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    ...(signal !== undefined && { signal }),
    killSignal: 'SIGKILL',
  });
  yieldToOthers(child);

  const { promise, resolve: settle, reject } = Promise.withResolvers<Contents>();
  child.on('message', (news: CopyNews) => {
    switch (news.kind) {
      case 'progress':
        progress?.(news.share);
        return;
      case 'whole':
        settle(news.contents);
        return;
      case 'damaged':
        reject(
          new DatabaseProblem(
            `The record is damaged (${news.found}), so it was not backed up: restore the last backup.`,
          ),
        );
        return;
      case 'failed':
        reject(Object.assign(new Error(news.message), { code: news.code }));
        return;
    }
  });
  child.on('error', (error) => {
    // Where it was started, its end is told too, and only then does it leave its files alone.
    if (child.pid === undefined) reject(error);
  });
  child.on('exit', (code, killedBy) => {
    const early = new Error(`The copying ended early (${killedBy ?? code})`);
    reject(signal?.aborted === true ? signal.reason : early);
  });
  return promise;
}

function yieldToOthers({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    // It may be over already, and not every system knows priorities.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

function backupProblem(error: unknown, path: string): unknown {
  const said = sentenceFor(error, path);
  return said === null ? error : new DatabaseProblem(said, { cause: error });
}

function sentenceFor(error: unknown, path: string): string | null {
  switch (fileTroubleOf(error)) {
    case 'disk-full':
      return `There is no room left on the disk for ${path}: make some, or name a file on another disk.`;
    case 'disk-failed':
      return `The disk failed while ${path} was written: check it, or name a file on another disk.`;
    case 'not-writable':
    case 'not-a-file':
      return `${path} can't be written: give Summit leave to write to its folder, or name another file.`;
    case 'locked':
      return 'The record stays locked by another program: stop it, or wait until it is done, and try again.';
    case 'damaged':
      return 'The record is damaged, so it was not backed up: restore the last backup.';
    case null:
      return null;
  }
}
