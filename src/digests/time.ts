/** Time as it passes, which no one sets. */
export interface Time {
  /** Milliseconds since some moment; never fewer than before. */
  elapsed(): number;
  /** Settles after so many milliseconds; earlier, or never, once the signal is given. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's. */
export const MACHINE_TIME: Time = {
  elapsed: () => performance.now(),
  async sleep(milliseconds, signal) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    // Whoever waited no longer does.
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return promise;
  },
};

/** The first of these that settles, and at the latest nothing after so many milliseconds. */
export async function within<T>(
  time: Time,
  milliseconds: number,
  waited: readonly Promise<T>[],
): Promise<T | undefined> {
  const enough = new AbortController();
  try {
    const nothing = time.sleep(milliseconds, enough.signal).then(() => undefined);
    return await Promise.race([...waited, nothing]);
  } finally {
    enough.abort(null);
  }
}
