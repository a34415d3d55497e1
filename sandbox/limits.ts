/** Slack's numbers. A test may shorten the waits, never loosen a rule. */
export interface Limits {
  /** How long the bot has to answer a command, a press or an event. */
  readonly answerWithinMs: number;
  readonly triggerLastsMs: number;
  readonly responseUrlLastsMs: number;
  readonly responseUrlUses: number;
  /** When an event that failed is sent again, counted from each failure. */
  readonly eventRetriesMs: readonly number[];
  /** Messages a channel takes at once; one more comes free each second. */
  readonly burstPerChannel: number;
  /** Messages a workspace takes from an app. */
  readonly messagesPerMinute: number;
  /** Calls a minute by Slack's tier. */
  readonly callsPerMinute: Readonly<Record<Tier, number>>;
  /** Between two pings on a Socket Mode connection. */
  readonly pingEveryMs: number;
  /** From the warning that a Socket Mode connection will be closed to its end. */
  readonly warnsAheadMs: number;
}

export type Tier = 'tier-1' | 'tier-2' | 'tier-3' | 'tier-4' | 'unlimited';

export const SLACK_LIMITS: Limits = {
  answerWithinMs: 3000,
  triggerLastsMs: 3000,
  responseUrlLastsMs: 30 * 60_000,
  responseUrlUses: 5,
  eventRetriesMs: [0, 60_000, 300_000],
  burstPerChannel: 3,
  messagesPerMinute: 600,
  callsPerMinute: {
    'tier-1': 1,
    'tier-2': 20,
    'tier-3': 50,
    'tier-4': 100,
    unlimited: Number.POSITIVE_INFINITY,
  },
  pingEveryMs: 10_000,
  warnsAheadMs: 10_000,
};

/** Takes one from a bucket that refills steadily; says how long to wait when it is empty. */
export class Bucket {
  readonly #size: number;
  readonly #refillMs: number;
  #left: number;
  #countedAt: number;

  constructor(size: number, refillMs: number, now: number) {
    this.#size = size;
    this.#refillMs = refillMs;
    this.#left = size;
    this.#countedAt = now;
  }

  /** 0 when there was one to take, else the milliseconds until there is. */
  take(now: number): number {
    this.#left = Math.min(this.#size, this.#left + (now - this.#countedAt) / this.#refillMs);
    this.#countedAt = now;
    if (this.#left < 1) return (1 - this.#left) * this.#refillMs;
    this.#left -= 1;
    return 0;
  }
}
