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

const THREAD = new URL('./unasked-thread.ts', import.meta.url);

/**
 * What Summit does unasked, in a thread of its own, so that nobody who asks waits for it: see
 * docs/decisions/0017-a-thread-for-the-unasked.md. What fails there fails the process.
 */
export class Unasked {
  readonly #thread: Worker;
  readonly #ended: Promise<unknown>;

  constructor(config: Config, { ahead }: Clock) {
    this.#thread = new Worker(THREAD, {
      workerData: { config, ahead } satisfies UnaskedSetting,
    });
    this.#ended = once(this.#thread, 'exit');
  }

  /** Begins nothing more, and ends what was begun. */
  async stop(): Promise<void> {
    // All that the thread is ever told.
    this.#thread.postMessage('stop');
    await this.#ended;
  }
}
