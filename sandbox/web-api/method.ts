import type { Json } from '../door.ts';
import type { Tier } from '../limits.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { Slack } from '../to-bot.ts';
import type { Args } from './args.ts';

/** One method of the Web API. */
export interface Method {
  readonly tier: Tier;
  /** What the app must have been granted, if anything. */
  readonly scope?: string;
  /** The kind of token it takes; a bot's unless it says otherwise. */
  readonly token?: 'app' | 'none';
  run(args: Args, api: Api): Answer | Promise<Answer>;
}

/** What a method may touch. */
export interface Api extends Slack {
  readonly socketMode: SocketMode;
  /** Whether the workspace takes charts in messages. */
  readonly charts: boolean;
  /** Where the stand-in itself is reached, without a slash at the end. */
  readonly url: string;
  /** How long until this channel, and the workspace, take another message; 0 when they just took one. */
  readonly waitToPost: (channelId: string) => number;
}

/** What goes back to the app: `ok` and the rest, or `ok: false` and the error. */
export type Answer = Json & {
  readonly ok: boolean;
  /** Seconds to wait; the answer is HTTP 429 then. */
  readonly retryAfter?: number;
};

/** Slack's way to say no. */
export function refuse(error: string, more: Json = {}): Answer {
  return { ok: false, error, ...more };
}

/** The same, with the reasons where Slack puts them. */
export function refuseWithReasons(error: string, reasons: readonly string[]): Answer {
  return refuse(error, { errors: reasons, response_metadata: { messages: reasons } });
}
