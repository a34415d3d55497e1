/** How fast things are said in one workspace, and where it is somebody's turn. Moments are milliseconds of a clock that only goes on. */
export class Pace {
  readonly #every: number;
  /** How long a place rests after each. */
  readonly #between: number;
  readonly #elapsed: () => number;
  /** When the next post may begin. */
  #nextAt = Number.NEGATIVE_INFINITY;
  /** When a place is free again; never while something is being said there. */
  readonly #freeAt = new Map<string, number>();
  /** Until when a place has to rest. */
  readonly #restsUntil = new Map<string, number>();
  /** The place that was last told to wait, until something is said again. */
  #toldToWait: { readonly place: string; readonly until: number } | null = null;

  constructor(perMinute: number, elapsed: () => number, between = BETWEEN_POSTS_MS) {
    this.#every = 60_000 / perMinute;
    this.#between = between;
    this.#elapsed = elapsed;
  }

  /** How many posts may begin now. */
  get room(): number {
    const behind = this.#elapsed() - this.#nextAt;
    if (behind < 0) return 0;
    return Math.floor(Math.min(behind, CATCH_UP_MS) / this.#every) + 1;
  }

  /** Milliseconds until there is room for another post. */
  get untilRoom(): number {
    return Math.max(0, this.#nextAt - this.#elapsed());
  }

  /** Places where something is being said, or was a moment ago, or that have to rest. */
  get busy(): string[] {
    const now = this.#elapsed();
    for (const until of [this.#freeAt, this.#restsUntil]) {
      for (const [place, moment] of until) if (moment <= now) until.delete(place);
    }
    return [...this.#freeAt.keys(), ...this.#restsUntil.keys()];
  }

  /** Milliseconds until something was said a moment ago no more; null where nothing was. */
  get untilFree(): number | null {
    const soonest = Math.min(...this.#freeAt.values());
    return Number.isFinite(soonest) ? Math.max(0, soonest - this.#elapsed()) : null;
  }

  begin(place: string): void {
    const now = this.#elapsed();
    this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + this.#every;
    this.#freeAt.set(place, Number.POSITIVE_INFINITY);
  }

  /** Nothing more is being said there; what was, takes its second. */
  end(place: string): void {
    this.#freeAt.set(place, this.#elapsed() + this.#between);
  }

  /** Something was said: it is not the whole workspace that has to wait. */
  said(): void {
    this.#toldToWait = null;
  }

  /**
   * Slack wants a place to wait. When it says so of two places, and nothing was said in
   * between, it means the workspace.
   */
  rest(place: string, milliseconds: number): void {
    const until = this.#elapsed() + milliseconds;
    this.#restsUntil.set(place, until);
    const before = this.#toldToWait;
    if (before !== null && before.place !== place) {
      this.#nextAt = Math.max(this.#nextAt, Math.min(until, before.until));
    }
    this.#toldToWait = { place, until };
  }
}

/** As much as is made up for when a post began later than it could have. */
const CATCH_UP_MS = 250;

/** Slack takes one message a second in a channel. */
const BETWEEN_POSTS_MS = 1_000;
