import { setImmediate as turn } from 'node:timers/promises';
import type { Time } from '../../src/digests/time.ts';

/** So many turns of the event loop in which nothing happens mean that everybody waits. */
const QUIET_TURNS = 4;

interface Timer {
  readonly at: number;
  readonly number: number;
  ring: (() => void) | null;
}

/**
 * Time that passes only while everybody waits for it, and then at once. The same calls make
 * it pass in the same way each time.
 */
export class VirtualTime implements Time {
  #now: number;
  readonly #start: number;
  #numbers = 0;
  #happened = 0;
  /** A heap: the next one first. */
  readonly #timers: Timer[] = [];

  constructor(start: Temporal.Instant) {
    this.#now = start.epochMilliseconds;
    this.#start = this.#now;
  }

  readonly now = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(this.#now);

  readonly elapsed = (): number => this.#now - this.#start;

  /** To be told of whatever happens outside of time. */
  readonly note = (): void => {
    this.#happened += 1;
  };

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.after(milliseconds, resolve);
    signal?.addEventListener('abort', () => {
      timer.ring = null;
      resolve();
    });
    return promise;
  }

  /** Calls after so long. */
  after(milliseconds: number, ring: () => void): { ring: (() => void) | null } {
    this.note();
    const at = this.#now + Math.max(0, Math.ceil(milliseconds));
    const timer: Timer = { at, number: (this.#numbers += 1), ring };
    this.#push(timer);
    return timer;
  }

  /** Lets time pass until something holds, or no time is left. True when it holds. */
  async passUntil(holds: () => boolean, atMost: number): Promise<boolean> {
    const end = this.#now + atMost;
    for (;;) {
      await this.#quiet();
      if (holds()) return true;
      const next = this.#pop();
      if (next === null || next.at > end) {
        if (next !== null) this.#push(next);
        this.#now = end;
        return false;
      }
      this.#now = Math.max(this.#now, next.at);
      next.ring?.();
      // Whatever else is due at that very moment happens with it.
      while (this.#timers[0] !== undefined && this.#timers[0].at <= this.#now)
        this.#pop()?.ring?.();
    }
  }

  /** Nobody waits any more: what was to come does not. */
  forget(): void {
    this.#timers.length = 0;
  }

  /** Goes on to a moment, at which nobody waits. */
  jumpTo(moment: Temporal.Instant): void {
    this.#now = moment.epochMilliseconds;
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      const before = this.#happened;
      await turn();
      if (this.#happened !== before) turns = -1;
    }
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (isBefore(heap[above]!, timer)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = timer;
  }

  #pop(): Timer | null {
    const heap = this.#timers;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length > 0) this.#sink(last);
    return first.ring === null ? this.#pop() : first;
  }

  #sink(timer: Timer): void {
    const heap = this.#timers;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (isBefore(timer, heap[below]!)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = timer;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}
