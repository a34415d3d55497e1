import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';

/** What the thread works with. */
export interface UnaskedSetting {
  readonly config: Config;
  /** Of the clock that all threads share. */
  readonly ahead: Clock['ahead'];
}

/** What the thread tells of itself every second. */
export interface ThreadReport {
  /** What it should have done by now, as the log names it. */
  readonly behind: readonly string[];
}

/** A thread that is busy may be silent for so many milliseconds. */
const SILENT_AT_MOST = 60_000;

const THREAD = new URL('./unasked-thread.ts', import.meta.url);

/**
 * What Summit does unasked, in a thread of its own, so that nobody who asks waits for it: see
 * docs/decisions/0017-a-thread-for-the-unasked.md. What fails there fails the process.
 */
export class Unasked {
  readonly #thread: Worker;
  readonly #ended: Promise<unknown>;
  #report: ThreadReport = { behind: [] };
  #heardAt = performance.now();

  constructor(config: Config, { ahead }: Clock) {
    this.#thread = new Worker(THREAD, {
      workerData: { config, ahead } satisfies UnaskedSetting,
    });
    this.#ended = once(this.#thread, 'exit');
    this.#thread.on('message', (report: ThreadReport) => {
      this.#report = report;
      this.#heardAt = performance.now();
    });
  }

  /** Why nothing is said unasked, in a sentence; null while all goes well. */
  get trouble(): string | null {
    const silentFor = performance.now() - this.#heardAt;
    if (silentFor > SILENT_AT_MOST) {
      return `The thread for what nobody asked for is silent for ${Math.round(silentFor / 1000)} seconds.`;
    }
    const { behind } = this.#report;
    return behind.length === 0
      ? null
      : `The thread for what nobody asked for is behind with ${behind.join(', ')}.`;
  }

  /** Begins nothing more, and ends what was begun. */
  async stop(): Promise<void> {
    // All that the thread is ever told.
    this.#thread.postMessage('stop');
    await this.#ended;
  }
}
