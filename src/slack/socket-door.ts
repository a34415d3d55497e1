import { setTimeout as pause } from 'node:timers/promises';
import { type AckFn, type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Logger } from 'pino';
import { socketClientOptions } from './clients.ts';
import {
  answeredHealth,
  createPatientServer,
  listen,
  type Page,
  sendStatus,
} from './http-server.ts';
import { type InHand, STOP_WITHIN } from './in-hand.ts';
import { noteAck, noteConnected } from '../metrics/meters.ts';
import { describeSpan, inSpan } from '../traces/in-span.ts';
import { kindOf, spanOf } from './kind-of.ts';
import { boltLogger, logFailure } from './log.ts';
import { codeOfThis, underOneCode } from './one-code.ts';
import { StartProblem } from './start-problem.ts';

/** How long to wait for Slack to hang up too. */
const FAREWELL = 1_000;

export interface SocketDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly inHand: InHand;
  readonly log: Logger;
  /** What is answered beside `/health`. */
  readonly pages: readonly Page[];
}

/** What the socket client hands on of an envelope. */
interface SlackEvent {
  readonly body: Record<string, unknown>;
  readonly ack: AckFn<unknown>;
}

/** A connection that Summit opens to Slack, and a small server for `/health` and other pages. */
export class SocketDoor {
  readonly receiver: Receiver = {
    init: (app) => {
      this.#app = app;
    },
    start: () => this.start(),
    stop: () => this.stop(),
  };
  readonly #socket: SocketModeReceiver;
  readonly #options: SocketDoorOptions;
  #app: App | undefined;
  #connected = false;
  readonly #server = createPatientServer((request, response) => {
    const isAnswered =
      answeredHealth(request, response, this.#connected) ||
      this.#options.pages.some((page) => page.answered(request, response));
    if (!isAnswered) sendStatus(response, 404);
  });

  constructor(options: SocketDoorOptions) {
    this.#options = options;
    this.#socket = new SocketModeReceiver({
      appToken: options.appToken,
      logger: boltLogger(options.log),
      installerOptions: { clientOptions: socketClientOptions(options.slackApiUrl) },
    });
    const { client } = this.#socket;
    client.on('connected', () => this.#notice(true));
    client.on('close', () => this.#notice(false));
    // Bolt's own listener writes each answer out twice more, for a log that nobody reads.
    client.removeAllListeners('slack_event');
    client.on('slack_event', (event: SlackEvent) => void underOneCode(() => this.#dispatch(event)));
  }

  /** Gives the port of `/health` once Slack has said hello. Keeps trying while Slack can't be reached. */
  async start(): Promise<number> {
    const port = await listen(this.#server, this.#options.host, this.#options.port);
    try {
      await this.#socket.start();
    } catch (error) {
      throw connectProblem(error);
    }
    return port;
  }

  /** Why nothing of Slack's arrives, in a sentence; null while it does. */
  get trouble(): string | null {
    return this.#connected ? null : 'There is no connection to Slack.';
  }

  /** Finishes what is in hand while there is a connection to answer through, then hangs up. */
  async stop(): Promise<void> {
    await this.#options.inHand.finished(STOP_WITHIN);
    await Promise.race([this.#socket.client.disconnect(), pause(FAREWELL, null, { ref: false })]);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #dispatch({ body, ack: send }: SlackEvent): Promise<void> {
    const arrivedAt = performance.now();
    const kind = kindOf(body);
    const { log } = this.#options;
    log.debug({ kind }, 'Slack sent something');
    const ack: AckFn<unknown> = async (answer) => {
      const milliseconds = performance.now() - arrivedAt;
      noteAck(kind, milliseconds);
      await send(answer);
      log.debug({ kind, milliseconds }, 'Slack was answered');
    };
    try {
      await inSpan(spanOf(kind), async () => {
        describeSpan(() => ({ 'summit.code': codeOfThis() ?? '' }));
        await this.#app?.processEvent({ body, ack });
      });
    } catch (error) {
      logFailure(log, 'taking an envelope', error);
    }
  }

  #notice(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    noteConnected(connected);
    this.#options.log.info(connected ? 'Connected to Slack' : 'The connection to Slack has closed');
  }
}

function connectProblem(error: unknown): unknown {
  if (!(error instanceof WebAPIPlatformError)) return error;
  return new StartProblem(refusedAppToken(error.data.error));
}

/** What to do when Slack does not take the token, by its word for that. */
export function refusedAppToken(error: string): string {
  return `Slack refuses SLACK_APP_TOKEN (${error}): make an app-level token with connections:write under "Basic Information" in your app's settings, and turn Socket Mode on.`;
}
