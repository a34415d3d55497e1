import type { Logger } from 'pino';
import type { Db } from '../db/open.ts';
import { readServerClock } from '../db/server-clock.ts';
import type { Clock } from './clock.ts';
import type { Chore } from './slack/again-and-again.ts';

const LOOK_EVERY = 10_000;
/** An answer that took longer says too little of when it was given. */
const SLOWEST = 500;
/** So far off, the machine's clock should be set right. All in milliseconds. */
const FAR_OFF = 1_000;

/**
 * Has Summit go by the clock of its database, so that replicas agree on what is due and whose turn
 * it is, whatever the clocks of their machines say. A file has one machine, and its clock.
 */
export class OneClock implements Chore {
  readonly doing = 'reading the database’s clock';
  readonly every = LOOK_EVERY;
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #log: Logger;
  #isFarOff = false;

  constructor(db: Db, clock: Clock, log: Logger) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  async work(): Promise<void> {
    const asked = Date.now();
    const since = performance.now();
    const server = await readServerClock(this.#db);
    const took = performance.now() - since;
    if (server === null || took > SLOWEST) return;
    const ahead = Math.round(server - (asked + took / 2));
    this.#clock.keepAhead(ahead, took);
    this.#tell(ahead);
  }

  #tell(milliseconds: number): void {
    const isFarOff = Math.abs(milliseconds) >= FAR_OFF;
    if (isFarOff === this.#isFarOff) return;
    this.#isFarOff = isFarOff;
    if (isFarOff) {
      this.#log.warn(
        { milliseconds },
        'The clock of this machine is not the database’s: set it right. Summit goes by the database’s',
      );
    } else {
      this.#log.info('The clock of this machine is right again');
    }
  }
}
