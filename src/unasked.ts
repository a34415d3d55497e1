import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Counted } from './metrics/registry.ts';
import { inTime } from './slack/in-time.ts';

/** What the thread works with. */
export interface UnaskedSetting {
  readonly config: Config;
  /** Of the clock that all threads share. */
  readonly ahead: Clock['ahead'];
}

/** All that the thread is ever told. */
export type Asked = 'stop' | 'what is counted';

/** What it tells. */
export type Told =
  /** Every second: what it should have done by now, as the log names it. */
  | { readonly kind: 'behind'; readonly chores: readonly string[] }
  /** When it is asked; null when that failed. */
  | { readonly kind: 'counted'; readonly counted: Counted | null };

/** What is wrong at the very beginning. */
export const STARTING = 'Summit is starting.';

/** A thread that is busy may be silent for so many milliseconds. */
const SILENT_AT_MOST = 60_000;

/** Whoever asks what it has counted waits for it so long, and is told what it said before. */
const COUNTED_WITHIN = 2_000;

const THREAD = new URL('./unasked-thread.ts', import.meta.url);

/**
 * What Summit does unasked, in a thread of its own, so that nobody who asks waits for it: see
 * docs/decisions/0017-a-thread-for-the-unasked.md. What fails there fails the process.
 */
export class Unasked {
  readonly #thread: Worker;
  readonly #ended: Promise<unknown>;
  #behind: readonly string[] = [];
  /** Null until it has opened the record. */
  #heardAt: number | null = null;
  #counted: Counted = [];
  #counting: PromiseWithResolvers<Counted> | null = null;

  constructor(config: Config, { ahead }: Clock) {
    this.#thread = new Worker(THREAD, {
      workerData: { config, ahead } satisfies UnaskedSetting,
    });
    this.#ended = once(this.#thread, 'exit');
    this.#thread.on('message', (told: Told) => this.#hear(told));
  }

  /** Why nothing is said unasked, in a sentence; null while all goes well. */
  get trouble(): string | null {
    if (this.#heardAt === null) return STARTING;
    const silentFor = performance.now() - this.#heardAt;
    if (silentFor > SILENT_AT_MOST) {
      return `The thread for what nobody asked for is silent for ${Math.round(silentFor / 1000)} seconds.`;
    }
    return this.#behind.length === 0
      ? null
      : `The thread for what nobody asked for is behind with ${this.#behind.join(', ')}.`;
  }

  /** What it has counted; what it had the last time, when it is too busy to tell. */
  async counted(): Promise<Counted> {
    if (this.#counting === null) {
      this.#counting = Promise.withResolvers();
      this.#tell('what is counted');
    }
    try {
      return await inTime(this.#counting.promise, COUNTED_WITHIN);
    } catch {
      return this.#counted;
    }
  }

  /** Begins nothing more, and ends what was begun. */
  async stop(): Promise<void> {
    this.#tell('stop');
    await this.#ended;
  }

  #hear(told: Told): void {
    this.#heardAt = performance.now();
    switch (told.kind) {
      case 'behind':
        this.#behind = told.chores;
        return;
      case 'counted':
        this.#counted = told.counted ?? this.#counted;
        this.#counting?.resolve(this.#counted);
        this.#counting = null;
    }
  }

  #tell(asked: Asked): void {
    this.#thread.postMessage(asked);
  }
}
