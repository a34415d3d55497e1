import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { StartProblem } from './start-problem.ts';
import { askWhoWeAre } from './who-we-are.ts';

const ASK_AGAIN_AFTER = 30_000;

export interface KnownIdentity {
  readonly botId?: string;
  readonly botUserId?: string;
}

/** Who Slack says Summit is. Commands are answered without it. */
export class Identity {
  readonly #slack: WebClient;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #known: KnownIdentity = {};

  constructor(slack: WebClient, log: Logger) {
    this.#slack = slack;
    this.#log = log;
  }

  /** Asks Slack. Throws when it refuses the token; while it can't be reached, asks again later. */
  async learn(): Promise<void> {
    const who = await askWhoWeAre(this.#slack);
    switch (who.kind) {
      case 'known': {
        const { team, bot_id: botId, user_id: botUserId } = who.answer;
        this.#known = {
          ...(botId !== undefined && { botId }),
          ...(botUserId !== undefined && { botUserId }),
        };
        this.#log.info({ team }, 'Slack knows us');
        return;
      }
      case 'refused':
        throw new StartProblem(refusedBotToken(who.error));
      case 'silent':
        this.#log.warn({ err: who.error }, 'Slack can not be reached, asking again later');
        this.#timer = setTimeout(() => void this.#learnLater(), ASK_AGAIN_AFTER).unref();
    }
  }

  get known(): KnownIdentity {
    return this.#known;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #learnLater(): Promise<void> {
    try {
      await this.learn();
    } catch (error) {
      this.#log.error(error instanceof Error ? error.message : String(error));
    }
  }
}

/** What to do when Slack does not take the token, by its word for that. */
export function refusedBotToken(error: string): string {
  return `Slack refuses SLACK_BOT_TOKEN (${error}): copy the Bot User OAuth Token again from "OAuth & Permissions" in your app's settings.`;
}
