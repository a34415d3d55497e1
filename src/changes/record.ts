import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Db, isBusy, type Tx } from '../../db/open.ts';
import { recordOf } from '../../db/sighted.ts';
import { troubleOf } from '../../db/trouble.ts';
import { writeOver } from '../../db/write-over.ts';
import { inSpan } from '../traces/in-span.ts';

/** As many changes as share one commit. */
const MOST_TOGETHER = 256;

/** The longest pause before a record that somebody else holds is asked for again, in milliseconds. */
const LONGEST_PAUSE = 25;
/** Whoever waits is told before Slack stops listening, after three seconds. */
const PATIENCE = 2_250;

/**
 * Makes a change: it reads, decides and writes in one transaction, all of it or nothing, and
 * is on the disk when this returns. Changes that arrive together share one commit. A change
 * may be run a second time, when another one of its commit has failed, so it does nothing
 * but read and write the record. With a view of the record it is the whole record that is changed.
 */
export async function record<T>(view: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  return inSpan({ name: 'change', kind: 'internal' }, async () => committed(view, change));
}

async function committed<T>(view: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  const db = recordOf(view);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const waiting = lineBefore(db);
  waiting.push({
    async run(tx) {
      const outcome = await change(tx);
      return () => resolve(outcome);
    },
    fail: reject,
    patience: null,
    alone: false,
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
    return await begun(recordOf(db), async (tx) => {
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
  /** How long it goes on waiting for the record; null until it was found to be held. */
  patience: AbortSignal | null;
  /** True once the changes it was to share a commit with have failed with it. */
  alone: boolean;
}

const lines = new WeakMap<Db, Waiting[]>();

function lineBefore(db: Db): Waiting[] {
  const line = lines.get(db) ?? [];
  lines.set(db, line);
  return line;
}

/** Runs while anything waits. The first of the line stays in it until its turn is over, so that only one of these runs. */
async function commitAll(db: Db, waiting: Waiting[]): Promise<void> {
  let pauses = whileHeld();
  for (let [first] = waiting; first !== undefined; [first] = waiting) {
    await gather(waiting);
    const together = first.alone ? [first] : waiting.slice(0, MOST_TOGETHER);
    const failure = await commitTogether(db, together);
    if (failure !== null && isBusy(failure.error)) {
      await pauses();
      sendAway(waiting, failure.error);
      continue;
    }
    pauses = whileHeld();
    if (failure === null) {
      waiting.splice(0, together.length);
    } else if (together.length === 1 || troubleOf(failure.error) !== null) {
      for (const { fail } of waiting.splice(0, together.length)) fail(failure.error);
    } else {
      for (const one of together) one.alone = true;
    }
  }
}

/** Waits while more arrive with each turn of the event loop: what comes together shares a commit. */
async function gather(waiting: readonly Waiting[]): Promise<void> {
  for (let before = 0; before < waiting.length && waiting.length < MOST_TOGETHER;) {
    before = waiting.length;
    await turn();
  }
}

/** Null when all of it is on the disk, and whoever asked knows; otherwise none of it is. */
async function commitTogether(
  db: Db,
  together: readonly Waiting[],
): Promise<{ readonly error: unknown } | null> {
  try {
    const done = await db.transaction().execute(async (tx) => {
      const settle: (() => void)[] = [];
      for (const { run } of together) settle.push(await run(tx));
      return settle;
    });
    for (const settle of done) settle();
    return null;
  } catch (error) {
    if (troubleOf(error) === 'disk-failed') await takeBack(db);
    return { error };
  }
}

/** Sees to it that what people are told was not changed isn't, even if Summit is killed now. */
async function takeBack(db: Db): Promise<void> {
  // The disk may well fail at that too, which is nothing that wasn't known.
  await Promise.allSettled([db.transaction().execute(writeOver)]);
}

/** Sends away who has waited long enough: nobody waits longer because somebody else did before them. */
function sendAway(waiting: Waiting[], busy: unknown): void {
  for (const one of waiting) one.patience ??= AbortSignal.timeout(PATIENCE);
  // Whoever came later waits longer, so these are the first of the line.
  const tired = waiting.filter(({ patience }) => patience?.aborted === true);
  for (const { fail } of waiting.splice(0, tired.length)) fail(busy);
}

/** Runs in a transaction, once the record is free. */
async function begun<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const pauses = whileHeld();
  for (let patience: AbortSignal | null = null; ; await pauses()) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (patience?.aborted === true || !isBusy(error)) throw error;
    }
    patience ??= AbortSignal.timeout(PATIENCE);
  }
}

/** Pauses that grow: a commit takes one or two milliseconds, what another program does may take long. */
function whileHeld(): () => Promise<void> {
  let next = 1;
  return async () => {
    await pause(next);
    next = Math.min(2 * next, LONGEST_PAUSE);
  };
}

class TakenBack extends Error {
  readonly outcome: unknown;

  constructor(outcome: unknown) {
    super('The transaction was taken back');
    this.outcome = outcome;
  }
}
