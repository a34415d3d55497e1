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

/** What comes this often, in milliseconds, is missed soon. */
const OFTEN = 10_000;
/** By how much longer than that it may take, in milliseconds. */
const LATELY = 60_000;

/** Does a chore again and again, never twice at once, until it is told to stop. */
export class AgainAndAgain {
  readonly #chore: Chore;
  readonly #inHand: InHand;
  readonly #log: Logger;
  readonly #elapsed: () => number;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  /** When it last went well, or went on: whoever works asks now and then whether to stop. */
  #wentAt: number;
  #isFailing = false;

  constructor(
    chore: Chore,
    inHand: InHand,
    log: Logger,
    elapsed = (): number => performance.now(),
  ) {
    this.#chore = chore;
    this.#inHand = inHand;
    this.#log = log;
    this.#elapsed = elapsed;
    this.#wentAt = elapsed();
  }

  get doing(): string {
    return this.#chore.doing;
  }

  /** True when it should be done every few seconds, and for a minute it was not done or only failed. */
  get isBehind(): boolean {
    const { every } = this.#chore;
    return every <= OFTEN && this.#elapsed() - this.#wentAt > every + LATELY;
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
      await this.#inHand.track(this.#chore.work(() => this.#goOn()));
      this.#isFailing = false;
      this.#wentAt = this.#elapsed();
    } catch (error) {
      this.#isFailing = true;
      logFailure(this.#log, this.#chore.doing, error);
    }
    if (!this.#stopping) this.#turnAfter(this.#chore.every);
  }

  /** True when it is to stop. */
  #goOn(): boolean {
    if (!this.#isFailing) this.#wentAt = this.#elapsed();
    return this.#stopping;
  }
}
