import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { boltLogger } from './log.ts';
import { patientFetch } from './what-failed.ts';

/** The client with which Summit speaks to the workspace it is installed in. */
export function createSlackClient(
  { botToken, slackApiUrl }: Pick<Config, 'botToken' | 'slackApiUrl'>,
  log: Logger,
): WebClient {
  return new WebClient(botToken, clientOptions(slackApiUrl, log));
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
export function createPostingClient(
  { botToken, slackApiUrl }: Pick<Config, 'botToken' | 'slackApiUrl'>,
  log: Logger,
): WebClient {
  return new WebClient(botToken, {
    ...clientOptions(slackApiUrl, log),
    timeout: 10_000,
    maxRequestConcurrency: 1_000,
    fetch: patientFetch,
  });
}

/** Settings of the one client that opens Socket Mode connections: it must not give up. */
export function socketClientOptions(slackApiUrl: string): WebClientOptions {
  return {
    slackApiUrl,
    timeout: 10_000,
    retryConfig: { retries: 1_000, factor: 1.3, maxTimeout: 30_000 },
    allowAbsoluteUrls: false,
  };
}
