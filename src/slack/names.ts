import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';

const NAMES_KEPT = 2_000;
const HOUR = 60 * 60 * 1000;
/** People change their names now and then. */
const FRESH_FOR = 24 * HOUR;
/** Whoever Slack did not name is not asked about again so soon. */
const UNNAMED_FOR = HOUR / 60;

interface Known {
  /** Null for whoever Slack did not name. */
  readonly name: string | null;
  /** Until then Slack is not asked again, in milliseconds of the process's own clock. */
  readonly freshUntil: number;
}

/** What people are called, for places where a mention would call them. */
export class Names {
  readonly #slack: WebClient;
  readonly #log: Logger;
  readonly #known = new Map<string, Known>();

  constructor(slack: WebClient, log: Logger) {
    this.#slack = slack;
    this.#log = log;
  }

  /** The names that Slack tells; whoever it doesn't name is left out. */
  async of(userIds: readonly string[]): Promise<Map<string, string>> {
    const named = new Map<string, string>();
    for (const id of userIds) {
      const name = await this.#nameOf(id);
      if (name !== null) named.set(id, name);
    }
    return named;
  }

  async #nameOf(userId: string): Promise<string | null> {
    const known = this.#known.get(userId);
    if (known !== undefined && known.freshUntil > performance.now()) return known.name;
    try {
      const { user } = await this.#slack.users.info({ user: userId });
      const name = user?.profile?.display_name || user?.real_name || user?.name || null;
      return this.#keep(userId, name, name === null ? UNNAMED_FOR : FRESH_FOR);
    } catch (error) {
      this.#log.debug({ err: error }, 'Slack did not tell what someone is called');
      return this.#keep(userId, known?.name ?? null, UNNAMED_FOR);
    }
  }

  #keep(userId: string, name: string | null, freshFor: number): string | null {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= NAMES_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(userId, { name, freshUntil: performance.now() + freshFor });
    return name;
  }
}
