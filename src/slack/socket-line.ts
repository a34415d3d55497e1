import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import type { AckFn } from '@slack/bolt';
import { LogLevel, WebAPIRateLimitedError } from '@slack/web-api';
import type { Logger } from 'pino';
import { socketClientOptions } from './clients.ts';
import { InHand } from './in-hand.ts';
import { logFailure, quietBoltLogger } from './log.ts';
import { whatFailed } from './what-failed.ts';

/** Slack has this long to greet, from the moment it is asked for a connection. */
const GREETED_WITHIN = 15_000;
/**
 * A connection on which nothing came for so long is replaced: one that hears nothing any more
 * answers pings as well as one to which nothing is said.
 */
const QUIET_FOR = 15 * 60_000;
/** How long Slack may take to hang up where it said it would. */
const HANGS_UP_WITHIN = 30_000;
/** How long a connection that is to end may still answer what came through it. */
const ANSWERS_WITHIN = 5_000;
/** How long to wait for Slack to hang up too. */
const FAREWELL = 1_000;

/** What came of asking Slack for a connection. */
export type Opening =
  | { readonly kind: 'greeted' }
  /** Slack says no, in its own word. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Slack can't be reached, or wants to be asked later. */
  | { readonly kind: 'unreachable'; readonly why: string; readonly milliseconds?: number }
  /** Slack gave an address, and nobody said hello there. */
  | { readonly kind: 'ungreeted' };

/** Why the next connection is wanted. The present one may still stand. */
export type LineEnd = 'closed' | 'renewed by Slack' | 'Socket Mode turned off' | 'quiet';

/** What came through a connection. */
export interface SlackEvent {
  readonly body: Record<string, unknown>;
  readonly ack: AckFn<unknown>;
}

export interface LineOptions {
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly log: Logger;
  /** Takes what comes; the connection stays until it is done with it. */
  readonly take: (event: SlackEvent) => Promise<void>;
  /** Called when it stands, and when it no longer does. */
  readonly changed: () => void;
}

/** One connection to Slack, from its opening to its end. */
export class SocketLine {
  /** Settles once another connection is wanted. */
  readonly over: Promise<LineEnd>;
  readonly #client: LineClient;
  readonly #inHand = new InHand();
  readonly #end: (why: LineEnd) => void;
  readonly #changed: () => void;
  readonly #closed = Promise.withResolvers<void>();
  #quiet: NodeJS.Timeout | undefined;
  #stands = false;

  constructor({ appToken, slackApiUrl, log, take, changed }: LineOptions) {
    const { promise, resolve } = Promise.withResolvers<LineEnd>();
    this.over = promise;
    this.#end = resolve;
    this.#changed = changed;
    this.#client = new LineClient(appToken, slackApiUrl, log);
    this.#client.on('farewell', (reason: unknown) =>
      resolve(reason === 'link_disabled' ? 'Socket Mode turned off' : 'renewed by Slack'),
    );
    this.#client.on('close', () => this.#close());
    this.#client.on('slack_event', (event: SlackEvent) => {
      this.#quiet?.refresh();
      void this.#inHand.track(take(event));
    });
  }

  get stands(): boolean {
    return this.#stands;
  }

  /** Asks Slack for a connection, and waits for its greeting. */
  async open(): Promise<Opening> {
    let hasAddress = false;
    this.#client.once('authenticated', () => {
      hasAddress = true;
    });
    const late = new AbortController();
    try {
      const opening = await Promise.race([
        this.#client.start().then((): Opening => ({ kind: 'greeted' })),
        pause<Opening>(GREETED_WITHIN, { kind: 'ungreeted' }, { signal: late.signal }),
      ]);
      if (opening.kind !== 'greeted') return opening;
    } catch (error) {
      // Where a connection does not come about, the client rejects with nothing at all.
      return hasAddress ? { kind: 'ungreeted' } : whyNoAddress(error);
    } finally {
      late.abort();
    }
    this.#stands = true;
    this.#changed();
    this.#quiet = setTimeout(() => this.#end('quiet'), QUIET_FOR).unref();
    return { kind: 'greeted' };
  }

  /**
   * Lets go of it now that there is another one. Slack is to hang up if it said so: what it sends
   * while we hang up is lost.
   */
  async retire(): Promise<void> {
    const why = await this.over;
    if (why !== 'quiet') {
      await Promise.race([this.#closed.promise, pause(HANGS_UP_WITHIN, null, { ref: false })]);
    }
    await this.#inHand.finished(ANSWERS_WITHIN);
    await this.hangUp();
  }

  async hangUp(): Promise<void> {
    clearTimeout(this.#quiet);
    await Promise.race([this.#client.disconnect(), pause(FAREWELL, null, { ref: false })]);
  }

  #close(): void {
    clearTimeout(this.#quiet);
    this.#stands = false;
    this.#changed();
    this.#end('closed');
    this.#closed.resolve();
  }
}

/** The client for one connection: whoever made it makes the next one. */
class LineClient extends SocketModeClient {
  readonly #log: Logger;

  constructor(appToken: string, slackApiUrl: string, log: Logger) {
    super({
      appToken,
      logger: quietBoltLogger(log),
      logLevel: LogLevel.INFO,
      autoReconnectEnabled: false,
      clientOptions: socketClientOptions(slackApiUrl),
    });
    this.#log = log;
  }

  /**
   * The client hangs up as soon as Slack wants a connection renewed; ours stays until the next
   * one stands. And it throws at frames that it doesn't know.
   */
  protected override async onWebSocketMessage(
    frame: string | ArrayBuffer,
    isBinary: boolean,
  ): Promise<void> {
    try {
      const farewell = farewellIn(frame);
      if (farewell === null) await super.onWebSocketMessage(frame, isBinary);
      else this.emit('farewell', farewell.reason);
    } catch (error) {
      logFailure(this.#log, 'reading what Slack sent', error);
    }
  }
}

/** Slack's notice that a connection is about to end; null for anything else. */
function farewellIn(frame: string | ArrayBuffer): { readonly reason: unknown } | null {
  // Nearly all frames are none, and are read once.
  if (typeof frame !== 'string' || !frame.includes('"disconnect"')) return null;
  const said = JSON.parse(frame) as { readonly type?: unknown; readonly reason?: unknown };
  return said.type === 'disconnect' ? { reason: said.reason } : null;
}

function whyNoAddress(error: unknown): Opening {
  const failed = whatFailed(error);
  switch (failed.kind) {
    case 'wait':
      return error instanceof WebAPIRateLimitedError
        ? { kind: 'unreachable', why: 'asked too often', milliseconds: failed.milliseconds }
        : { kind: 'unreachable', why: 'no connection' };
    case 'refused':
      return failed;
    case 'unclear':
      return { kind: 'unreachable', why: failed.why };
  }
}
