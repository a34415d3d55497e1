import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Speaker } from './per-workspace.ts';
import { inSpan } from '../traces/in-span.ts';
import { countFailedCall } from './count-failed-call.ts';
import { boltLogger } from './log.ts';
import { patientFetch } from './what-failed.ts';

/** For whom a client is made. */
export interface ClientOf {
  /** Null for one that speaks for nobody. */
  readonly botToken: string | null;
  /** The workspace that each call is about, where the token is good for several. */
  readonly teamId?: string;
  readonly slackApiUrl: string;
}

/** The client's owner, of a workspace's credential. */
export function clientOf({ botToken, isOrgWide, teamId }: Speaker, slackApiUrl: string): ClientOf {
  return { botToken, slackApiUrl, ...(isOrgWide && { teamId }) };
}

/** The client with which Summit speaks to one workspace, and to no other. */
export function createSlackClient(whose: ClientOf, log: Logger): WebClient {
  return new WatchedClient(whose.botToken ?? undefined, optionsOf(whose, log));
}

/**
 * Settings of the clients that answer people: one try, because a late answer is useless and a
 * repeated post shows twice. Never add headers: clients would share each other's tokens.
 */
export function clientOptions(slackApiUrl: string, log: Logger): WebClientOptions {
  return {
    slackApiUrl,
    timeout: 8_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: boltLogger(log),
  };
}

/**
 * The client with which Summit says things unasked. It tries everything once: whoever posts
 * decides what a failure means. Nothing that Slack wants to wait makes an answer wait.
 */
export function createPostingClient(whose: ClientOf, log: Logger): WebClient {
  return new WatchedClient(whose.botToken ?? undefined, {
    ...optionsOf(whose, log),
    timeout: 10_000,
    maxRequestConcurrency: 1_000,
    fetch: patientFetch,
  });
}

/** Settings of the clients that ask for a Socket Mode connection, once each: whoever keeps connections asks again. */
export function socketClientOptions(slackApiUrl: string): WebClientOptions {
  return {
    slackApiUrl,
    timeout: 10_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: patientFetch,
  };
}

function optionsOf({ slackApiUrl, teamId }: ClientOf, log: Logger): WebClientOptions {
  return { ...clientOptions(slackApiUrl, log), ...(teamId !== undefined && { teamId }) };
}

/** Calls are told of, and those that fail are counted and go on to fail. */
class WatchedClient extends WebClient {
  override async apiCall(...[method, options]: Parameters<WebClient['apiCall']>) {
    return inSpan({ name: `Slack ${method}`, kind: 'client' }, async () => {
      try {
        return await super.apiCall(method, options);
      } catch (error) {
        countFailedCall(method, error);
        throw error;
      }
    });
  }
}
