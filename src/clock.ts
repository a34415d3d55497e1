/** The clock of what Summit says and records, one for all its threads. It goes as the machine's does, unless it is moved. */
export class Clock {
  /** By how many milliseconds it is ahead of the machine's: one number that all threads share. */
  readonly ahead: BigInt64Array;

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
    Atomics.store(this.ahead, 0, BigInt(epochMilliseconds - Date.now()));
  }
}
