/** Whoever asks. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
}

/** A workspace may ask as often as so many people. */
const PEOPLE_AT_ONCE = 10;
const MINUTE = 60_000;
/** Among so many, those who have all their turns again are forgotten. */
const MOST_REMEMBERED = 10_000;

/** What somebody has taken. */
interface Taken {
  /** When they have all their turns again, in milliseconds of the process's own clock. */
  until: number;
  /** Until then they know that they have to wait. */
  toldUntil: number;
}

/**
 * Turns for people and for whole workspaces, so that nobody who asks without end keeps others
 * waiting: so many at once, and as many again in a minute. They are this process's alone.
 */
export class FairShare {
  readonly #aMinute: number;
  readonly #elapsed: () => number;
  readonly #taken = new Map<string, Taken>();

  constructor(aMinute: number, elapsed = (): number => performance.now()) {
    this.#aMinute = aMinute;
    this.#elapsed = elapsed;
  }

  /** Takes a turn. Gives after how many whole seconds there is one; 0 when it was there. */
  secondsToWait({ teamId, userId }: Asker): number {
    const now = this.#elapsed();
    const everyMs = MINUTE / this.#aMinute;
    const person = this.#of(`${teamId} ${userId}`, now);
    const workspace = this.#of(teamId, now);
    const wait = Math.max(
      person.until + everyMs - MINUTE - now,
      workspace.until + everyMs / PEOPLE_AT_ONCE - MINUTE - now,
    );
    if (wait > 0) {
      person.toldUntil = now + wait;
      return Math.ceil(wait / 1000);
    }
    person.until += everyMs;
    workspace.until += everyMs / PEOPLE_AT_ONCE;
    return 0;
  }

  /** True when they were told to wait and haven't. */
  isToWait({ teamId, userId }: Asker): boolean {
    return (this.#taken.get(`${teamId} ${userId}`)?.toldUntil ?? 0) > this.#elapsed();
  }

  #of(name: string, now: number): Taken {
    const known = this.#taken.get(name);
    if (known !== undefined) {
      known.until = Math.max(known.until, now);
      return known;
    }
    if (this.#taken.size >= MOST_REMEMBERED) this.#forget(now);
    const fresh = { until: now, toldUntil: 0 };
    this.#taken.set(name, fresh);
    return fresh;
  }

  #forget(now: number): void {
    for (const [name, { until }] of this.#taken) if (until <= now) this.#taken.delete(name);
  }
}
