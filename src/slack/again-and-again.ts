import type { Logger } from 'pino';
import type { InHand } from './in-hand.ts';
import { logFailure } from './log.ts';

/** Something to do from time to time. */
export interface Chore {
  /** What it is, for the log: `keeping cards current`. */
  readonly doing: string;
  /** Milliseconds from the end of one time to the next. */
  readonly every: number;
  /** Done for the first time at once, and not after as long. */
  readonly atOnce?: true;
  readonly work: (isStopping: () => boolean) => Promise<void>;
}

/** Does a chore again and again, never twice at once, until it is told to stop. */
export class AgainAndAgain {
  readonly #chore: Chore;
  readonly #inHand: InHand;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(chore: Chore, inHand: InHand, log: Logger) {
    this.#chore = chore;
    this.#inHand = inHand;
    this.#log = log;
  }

  start(): void {
    this.#turnAfter(this.#chore.atOnce === true ? 0 : this.#chore.every);
  }

  /** Begins nothing more. What was begun is in hand. */
  stop(): void {
    this.#stopping = true;
    clearTimeout(this.#timer);
  }

  #turnAfter(milliseconds: number): void {
    this.#timer = setTimeout(() => void this.#turn(), milliseconds).unref();
  }

  async #turn(): Promise<void> {
    try {
      await this.#inHand.track(this.#chore.work(() => this.#stopping));
    } catch (error) {
      logFailure(this.#log, this.#chore.doing, error);
    }
    if (!this.#stopping) this.#turnAfter(this.#chore.every);
  }
}
