import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { logFailure } from './log.ts';
import { StartProblem } from './start-problem.ts';

/** Answers of Slack that may be gone a moment later. Any other refusal is for good. */
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
]);
const ASK_AGAIN_AFTER = 30_000;

export interface KnownIdentity {
  readonly botId?: string;
  readonly botUserId?: string;
}

/** Who Slack says Summit is. Commands are answered without it. */
export class Identity {
  readonly #slack: webApi.WebClient;
  readonly #log: Logger;
  readonly #welcome: (teamId: string) => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #known: KnownIdentity = {};

  /** `welcome` is called once Slack knows us, with the workspace it knows us in. */
  constructor(
    slack: webApi.WebClient,
    log: Logger,
    welcome: (teamId: string) => Promise<void> = async () => undefined,
  ) {
    this.#slack = slack;
    this.#log = log;
    this.#welcome = welcome;
  }

  /** Asks Slack. Throws when it refuses the token; while it can't be reached, asks again later. */
  async learn(): Promise<void> {
    try {
      const answer = await this.#slack.auth.test();
      const { team, team_id: teamId, bot_id: botId, user_id: botUserId } = answer;
      this.#known = {
        ...(botId !== undefined && { botId }),
        ...(botUserId !== undefined && { botUserId }),
      };
      this.#log.info({ team }, 'Slack knows us');
      if (teamId !== undefined) void this.#welcomed(teamId);
    } catch (error) {
      if (error instanceof webApi.WebAPIPlatformError && !PASSING.has(error.data.error)) {
        throw new StartProblem(
          `Slack refuses SLACK_BOT_TOKEN (${error.data.error}): copy the Bot User OAuth Token again from "OAuth & Permissions" in your app's settings.`,
        );
      }
      this.#log.warn({ err: error }, 'Slack can not be reached, asking again later');
      this.#timer = setTimeout(() => void this.#learnLater(), ASK_AGAIN_AFTER).unref();
    }
  }

  get known(): KnownIdentity {
    return this.#known;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Answers don't wait for it. */
  async #welcomed(teamId: string): Promise<void> {
    try {
      await this.#welcome(teamId);
    } catch (error) {
      logFailure(this.#log, 'greeting the workspace', error);
    }
  }

  async #learnLater(): Promise<void> {
    try {
      await this.learn();
    } catch (error) {
      this.#log.error(error instanceof Error ? error.message : String(error));
    }
  }
}
