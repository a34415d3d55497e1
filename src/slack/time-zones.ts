import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { isTimeZone } from '../config.ts';

const PEOPLE_KEPT = 10_000;
const LOOK_UPS_AT_ONCE = 4;
const HOUR = 60 * 60 * 1000;
/** People move, and Slack is asked again. */
const FRESH_FOR = 24 * HOUR;
/** After Slack would not tell. */
const SILENT_FOR = HOUR / 6;

interface Known {
  readonly timeZone: string;
  /** Until then Slack is not asked again, in milliseconds of the process's own clock. */
  readonly freshUntil: number;
}

/** Where people are. Never waits: whoever is new gets the default until Slack has told. */
export class TimeZones {
  readonly #slack: webApi.WebClient;
  readonly #fallback: string;
  readonly #log: Logger;
  readonly #known = new Map<string, Known>();
  #askingAbout = new Set<string>();

  constructor(slack: webApi.WebClient, fallback: string, log: Logger) {
    this.#slack = slack;
    this.#fallback = fallback;
    this.#log = log;
  }

  /** The person's IANA zone, as far as it is known. */
  of(userId: string): string {
    const known = this.#known.get(userId);
    if (known === undefined || known.freshUntil < performance.now()) void this.#ask(userId);
    return known?.timeZone ?? this.#fallback;
  }

  async #ask(userId: string): Promise<void> {
    if (this.#askingAbout.has(userId) || this.#askingAbout.size >= LOOK_UPS_AT_ONCE) return;
    this.#askingAbout.add(userId);
    try {
      const { user } = await this.#slack.users.info({ user: userId });
      const timeZone = user?.tz !== undefined && isTimeZone(user.tz) ? user.tz : this.#fallback;
      this.#keep(userId, { timeZone, freshUntil: performance.now() + FRESH_FOR });
    } catch (error) {
      this.#log.debug({ err: error }, 'Slack did not tell where someone is');
      const timeZone = this.#known.get(userId)?.timeZone ?? this.#fallback;
      this.#keep(userId, { timeZone, freshUntil: performance.now() + SILENT_FOR });
    } finally {
      this.#askingAbout.delete(userId);
    }
  }

  #keep(userId: string, known: Known): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= PEOPLE_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(userId, known);
  }
}
