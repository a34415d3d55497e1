/** How long a stop waits for work to finish, in milliseconds: what runs us kills after ten seconds. */
export const STOP_WITHIN = 7_000;

/** What Summit has begun and not finished, so that it can stop without dropping any of it. */
export class InHand {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Counts the work until it ends, well or badly. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work;
    } finally {
      this.#count -= 1;
      if (this.#count === 0) for (const resume of this.#waiting.splice(0)) resume();
    }
  }

  /** Waits until nothing is in hand, or as long as there is patience. False when some work was left. */
  async finished(patience: number): Promise<boolean> {
    if (this.#count === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), patience);
    this.#waiting.push(() => resolve(true));
    const finished = await promise;
    clearTimeout(timer);
    return finished;
  }
}
