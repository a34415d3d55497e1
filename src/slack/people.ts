import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { isTimeZone } from '../config.ts';

const PEOPLE_KEPT = 10_000;
const LOOK_UPS_AT_ONCE = 4;
const HOUR = 60 * 60 * 1000;
/** People move, and Slack is asked again. */
const FRESH_FOR = 24 * HOUR;
/** After Slack would not tell. */
const SILENT_FOR = HOUR / 6;
/** Whoever waits for an answer waits no longer than this for Slack's, in milliseconds. */
const WITHIN = 1_000;

interface Known {
  readonly timeZone: string;
  /** Until then Slack is not asked again, in milliseconds of the process's own clock. */
  readonly freshUntil: number;
}

/** Where people are. Whoever is new gets the default until Slack has told. */
export class TimeZones {
  readonly #slack: WebClient;
  readonly #fallback: string;
  readonly #log: Logger;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(slack: WebClient, fallback: string, log: Logger) {
    this.#slack = slack;
    this.#fallback = fallback;
    this.#log = log;
  }

  /** The person's IANA zone, as far as it is known. Never waits. */
  of(userId: string): string {
    const known = this.#known.get(userId);
    const isFresh = known !== undefined && known.freshUntil >= performance.now();
    if (!isFresh && this.#asking.size < LOOK_UPS_AT_ONCE) void this.#ask(userId);
    return known?.timeZone ?? this.#fallback;
  }

  /** The same once Slack has told, if it tells in time: for what is set by the clocks there. */
  async learn(userId: string): Promise<string> {
    if (!this.#known.has(userId)) {
      await Promise.race([this.#ask(userId), pause(WITHIN, undefined, { ref: false })]);
    }
    return this.of(userId);
  }

  async #ask(userId: string): Promise<void> {
    const asking = this.#asking.get(userId) ?? this.#lookUp(userId);
    this.#asking.set(userId, asking);
    await asking;
  }

  async #lookUp(userId: string): Promise<void> {
    try {
      const { user } = await this.#slack.users.info({ user: userId });
      const timeZone = user?.tz !== undefined && isTimeZone(user.tz) ? user.tz : this.#fallback;
      this.#keep(userId, { timeZone, freshUntil: performance.now() + FRESH_FOR });
    } catch (error) {
      this.#log.debug({ err: error }, 'Slack did not tell where someone is');
      const timeZone = this.#known.get(userId)?.timeZone ?? this.#fallback;
      this.#keep(userId, { timeZone, freshUntil: performance.now() + SILENT_FOR });
    } finally {
      this.#asking.delete(userId);
    }
  }

  #keep(userId: string, known: Known): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= PEOPLE_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(userId, known);
  }
}
