import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Db, isBusy, type Tx } from '../../db/open.ts';

/** As many changes as share one commit. */
const MOST_TOGETHER = 256;

/** While another program holds the record, it is asked for again this often, in milliseconds. */
const ASK_EVERY = 25;
const ASK_TIMES = 80;

/**
 * Makes a change: it reads, decides and writes in one transaction, all of it or nothing, and
 * is on the disk when this returns. Changes that arrive together share one commit. A change
 * may be run a second time, when another one of its commit has failed, so it does nothing
 * but read and write the record.
 */
export async function record<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const waiting = lineBefore(db);
  waiting.push({
    async run(tx) {
      const outcome = await change(tx);
      return () => resolve(outcome);
    },
    fail: reject,
  });
  if (waiting.length === 1) void commitAll(db, waiting);
  return promise;
}

/**
 * One transaction of its own, for work that takes long or may be taken back: what it wrote
 * stays only when `holds` says so.
 */
export async function allOrNothing<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  holds: (outcome: T) => boolean = () => true,
): Promise<T> {
  try {
    return await begun(db, async (tx) => {
      const outcome = await work(tx);
      if (!holds(outcome)) throw new TakenBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome as T;
    throw error;
  }
}

/** A change that waits for its commit. */
interface Waiting {
  /** Gives what to do once its transaction is on the disk. */
  readonly run: (tx: Tx) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

const lines = new WeakMap<Db, Waiting[]>();

function lineBefore(db: Db): Waiting[] {
  const line = lines.get(db) ?? [];
  lines.set(db, line);
  return line;
}

/** Runs while anything waits. The first of the line stays in it until its turn is over, so that only one of these runs. */
async function commitAll(db: Db, waiting: Waiting[]): Promise<void> {
  // Whatever arrives in this turn of the event loop shares the commit.
  await turn();
  while (waiting.length > 0) {
    const together = waiting.slice(0, MOST_TOGETHER);
    await commitTogether(db, together);
    waiting.splice(0, together.length);
    if (waiting.length > 0) await turn();
  }
}

async function commitTogether(db: Db, together: readonly Waiting[]): Promise<void> {
  try {
    const done = await begun(db, async (tx) => {
      const settle: (() => void)[] = [];
      for (const { run } of together) settle.push(await run(tx));
      return settle;
    });
    for (const settle of done) settle();
  } catch (error) {
    if (together.length === 1 || isBusy(error)) for (const { fail } of together) fail(error);
    else for (const one of together) await commitTogether(db, [one]);
  }
}

/** Runs in a transaction, once the record is free. */
async function begun<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let asked = 1; ; asked += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (asked === ASK_TIMES || !isBusy(error)) throw error;
    }
    await pause(ASK_EVERY);
  }
}

class TakenBack extends Error {
  readonly outcome: unknown;

  constructor(outcome: unknown) {
    super('The transaction was taken back');
    this.outcome = outcome;
  }
}
