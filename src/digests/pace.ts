/** Both in milliseconds. */
export interface Clocks {
  /** The one that only goes on. */
  readonly elapsed: () => number;
  /** That of the record, by which posts wait. */
  readonly wall: () => number;
}

/** How fast things are said in one workspace, and where it is somebody's turn. */
export class Pace {
  readonly #every: number;
  /** By so much later than the whole multiples of `#every` each turn comes. */
  readonly #shift: number;
  /** How long a place rests after each. */
  readonly #between: number;
  readonly #elapsed: () => number;
  /** When the next post may begin. */
  #nextAt = Number.NEGATIVE_INFINITY;
  /** When a place is free again; never while something is being said there. */
  readonly #freeAt = new Map<string, number>();
  readonly #wall: () => number;
  readonly #rests = new Map<string, Rest>();
  /** Of the whole workspace. */
  #rest: Rest | null = null;
  /** The place that was last told to wait, until something is said again. */
  #toldToWait: { readonly place: string; readonly until: number } | null = null;

  constructor(
    perMinute: number,
    { elapsed, wall }: Clocks,
    { between = BETWEEN_POSTS_MS, number = 0 }: PaceOptions = {},
  ) {
    this.#every = 60_000 / perMinute;
    this.#shift = ((number * GOLDEN) % 1) * this.#every;
    this.#between = between;
    this.#elapsed = elapsed;
    this.#wall = wall;
  }

  /** How many posts may begin now. */
  get room(): number {
    if (this.#rest !== null && this.#lasts(this.#rest)) return 0;
    const behind = this.#elapsed() - this.#nextAt;
    if (behind < 0) return 0;
    return Math.floor(Math.min(behind, CATCH_UP_MS) / this.#every) + 1;
  }

  /** Milliseconds until there may be room for another post. */
  get untilRoom(): number {
    const rest = this.#rest;
    const resting = rest !== null && this.#lasts(rest) ? rest.until - this.#wall() : 0;
    return Math.max(resting, this.#nextAt - this.#elapsed(), 0);
  }

  /** Places where something is being said, or was a moment ago, or that have to rest. */
  get busy(): string[] {
    const now = this.#elapsed();
    for (const [place, freeAt] of this.#freeAt) if (freeAt <= now) this.#freeAt.delete(place);
    for (const [place, rest] of this.#rests) if (!this.#lasts(rest)) this.#rests.delete(place);
    return [...this.#freeAt.keys(), ...this.#rests.keys()];
  }

  /** Milliseconds until something was said a moment ago no more; null where nothing was. */
  get untilFree(): number | null {
    const soonest = Math.min(...this.#freeAt.values());
    return Number.isFinite(soonest) ? Math.max(0, soonest - this.#elapsed()) : null;
  }

  begin(place: string): void {
    this.#nextAt =
      Math.max(this.#nextAt, this.#turnBy(this.#elapsed() - CATCH_UP_MS)) + this.#every;
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
    const from = this.#wall();
    const until = from + milliseconds;
    this.#rests.set(place, { from, until });
    const before = this.#toldToWait;
    if (before !== null && before.place !== place) {
      this.#rest = { from, until: Math.min(until, before.until) };
    }
    this.#toldToWait = { place, until };
  }

  /** The last of its turns until a moment. */
  #turnBy(moment: number): number {
    return Math.floor((moment - this.#shift) / this.#every) * this.#every + this.#shift;
  }

  /** A clock that has gone back since does not prolong it. */
  #lasts({ from, until }: Rest): boolean {
    const now = this.#wall();
    return from - UNSURE_MS <= now && now < until;
  }
}

export interface PaceOptions {
  /** Milliseconds a place rests after each. */
  readonly between?: number;
  /** Which of the workspaces it is: each has its turns when no other has. */
  readonly number?: number;
}

/** However many workspaces there are, multiples of it are well apart. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Moments of the clock of the record. */
interface Rest {
  readonly from: number;
  readonly until: number;
}

/** Clocks are not more exact than that. */
const UNSURE_MS = 1_000;

/** As much as is made up for when a post began later than it could have. */
const CATCH_UP_MS = 250;

/** Slack takes one message a second in a channel. */
const BETWEEN_POSTS_MS = 1_000;
