/** A clock that runs on from wherever it was put. */
export class StoryClock {
  #putTo: Temporal.Instant;
  #putAt: number;

  constructor(start: Temporal.Instant) {
    this.#putTo = start;
    this.#putAt = performance.now();
  }

  readonly now = (): Temporal.Instant => {
    const passed = Math.round(performance.now() - this.#putAt);
    return this.#putTo.add({ milliseconds: passed });
  };

  moveTo(instant: Temporal.Instant): void {
    this.#putTo = instant;
    this.#putAt = performance.now();
  }
}
