import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { backUp } from '../db/backup.ts';
import type { Db } from '../db/open.ts';
import { readAuditHead } from '../db/record/audit.ts';
import { backupName, madeAt, unfinishedSince } from './backup-names.ts';
import type { Backups } from './config.ts';
import { logFailure } from './slack/log.ts';

const LOOK_EVERY = 60 * 60_000;
const HOURS_APART = 24;

/** Makes a backup a day and keeps the last ones. One that fails is logged, and tried again an hour later. */
export class NightlyBackups {
  readonly #db: Db;
  readonly #backups: Backups;
  readonly #now: () => Temporal.Instant;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor({
    db,
    backups,
    now,
    log,
  }: {
    readonly db: Db;
    readonly backups: Backups;
    readonly now: () => Temporal.Instant;
    readonly log: Logger;
  }) {
    this.#db = db;
    this.#backups = backups;
    this.#now = now;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
    void this.look();
  }

  /** Gives up a backup that is being made, and leaves nothing of it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
  }

  /** Makes a backup if one is due. Never two at once. */
  async look(): Promise<void> {
    this.#looking ??= this.#backUpIfDue().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #backUpIfDue(): Promise<void> {
    const { folder } = this.#backups;
    const now = this.#now();
    try {
      await mkdir(folder, { recursive: true });
      if (!isDue(await readdir(folder), now)) return;

      const name = backupName(now);
      const { signal } = this.#stopping;
      const { seq, hash } = await readAuditHead(this.#db);
      const { path, ...rest } = await backUp(this.#db, join(folder, name), { signal });
      // With this kept elsewhere, `verify` can tell whether the log was cut or written anew.
      const logEnds = `${seq}:${hash}`;
      this.#log.info({ file: path, ...rest, logEnds }, 'The record is backed up');
      await this.#clearAway(name, now);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      logFailure(this.#log, 'backing up the record', error);
    }
  }

  async #clearAway(latest: string, now: Temporal.Instant): Promise<void> {
    const { folder, kept } = this.#backups;
    for (const name of outdated(await readdir(folder), { latest, kept, now })) {
      await rm(join(folder, name), { force: true });
      this.#log.info({ file: join(folder, name) }, 'An old backup is taken away');
    }
  }
}

/** True unless there is a backup of the last day. One from the future is none: the clock was wrong. */
function isDue(names: readonly string[], now: Temporal.Instant): boolean {
  const dayAgo = now.subtract({ hours: HOURS_APART });
  return !names.some((name) => {
    const made = madeAt(name);
    return (
      made !== null &&
      Temporal.Instant.compare(made, dayAgo) > 0 &&
      Temporal.Instant.compare(made, now) <= 0
    );
  });
}

/** The oldest backups beyond those kept, never the latest, and what crashes left unfinished over a day ago. */
function outdated(
  names: readonly string[],
  {
    latest,
    kept,
    now,
  }: { readonly latest: string; readonly kept: number; readonly now: Temporal.Instant },
): string[] {
  const others = names.filter((name) => madeAt(name) !== null && name !== latest).toSorted();
  const surplus = Math.max(others.length + 1 - kept, 0);
  const dayAgo = now.subtract({ hours: HOURS_APART });
  const left = names.filter((name) => {
    const since = unfinishedSince(name);
    return since !== null && Temporal.Instant.compare(since, dayAgo) < 0;
  });
  return [...others.slice(0, surplus), ...left];
}
