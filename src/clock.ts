/**
 * The clock of what Summit says and records, one for all its threads. It goes as the machine's
 * does, or the database's where several machines share one, unless a story sets it.
 */
export class Clock {
  /** By how many milliseconds it is ahead of the machine's: one number that all threads share. */
  readonly ahead: BigInt64Array;
  #isSet = false;

  constructor(ahead: BigInt64Array = new BigInt64Array(new SharedArrayBuffer(8))) {
    this.ahead = ahead;
  }

  static startingAt(instant: Temporal.Instant): Clock {
    const clock = new Clock();
    clock.moveTo(instant);
    return clock;
  }

  readonly now = (): Temporal.Instant =>
    Temporal.Instant.fromEpochMilliseconds(Date.now() + Number(Atomics.load(this.ahead, 0)));

  moveTo({ epochMilliseconds }: Temporal.Instant): void {
    this.#isSet = true;
    Atomics.store(this.ahead, 0, BigInt(epochMilliseconds - Date.now()));
  }

  /** Keeps it so far ahead of the machine's, where it is not already so, give or take. All in milliseconds. */
  keepAhead(milliseconds: number, giveOrTake: number): void {
    const now = Number(Atomics.load(this.ahead, 0));
    if (this.#isSet || Math.abs(milliseconds - now) <= giveOrTake) return;
    Atomics.store(this.ahead, 0, BigInt(milliseconds));
  }
}
