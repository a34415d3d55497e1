import type { AckFn, App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { noteAck, noteConnected } from '../metrics/meters.ts';
import { describeSpan, inSpan } from '../traces/in-span.ts';
import {
  answeredHealth,
  createPatientServer,
  listen,
  type Page,
  sendStatus,
} from './http-server.ts';
import { type InHand, STOP_WITHIN } from './in-hand.ts';
import { kindOf, spanOf } from './kind-of.ts';
import { logFailure } from './log.ts';
import { codeOfThis, underOneCode } from './one-code.ts';
import { type SlackEvent, SocketLine } from './socket-line.ts';
import { SocketLines } from './socket-lines.ts';

export interface SocketDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly inHand: InHand;
  readonly log: Logger;
  /** What is answered beside `/health`. */
  readonly pages: readonly Page[];
  /** Called when only a new start can help. */
  readonly giveUp: (why: string) => void;
}

/** Connections that Summit opens to Slack, and a small server for `/health` and other pages. */
export class SocketDoor {
  readonly receiver: Receiver = {
    init: (app) => {
      this.#app = app;
    },
    start: () => this.start(),
    stop: () => this.stop(),
  };
  readonly #options: SocketDoorOptions;
  readonly #lines: SocketLines;
  #app: App | undefined;
  readonly #server = createPatientServer((request, response) => {
    const isAnswered =
      answeredHealth(request, response, this.#lines.connected) ||
      this.#options.pages.some((page) => page.answered(request, response));
    if (!isAnswered) sendStatus(response, 404);
  });

  constructor(options: SocketDoorOptions) {
    this.#options = options;
    const { appToken, slackApiUrl, log, giveUp } = options;
    const take = async (event: SlackEvent): Promise<void> =>
      underOneCode(() => this.#dispatch(event));
    const changed = (): void => noteConnected(this.#lines.connected);
    const makeLine = (): SocketLine =>
      new SocketLine({ appToken, slackApiUrl, log, take, changed });
    this.#lines = new SocketLines({ makeLine, log, giveUp });
  }

  /** Gives the port of `/health` once Slack has said hello. Keeps trying while Slack can't be reached. */
  async start(): Promise<number> {
    const port = await listen(this.#server, this.#options.host, this.#options.port);
    await this.#lines.start();
    return port;
  }

  /** Why nothing of Slack's arrives, in a sentence; null while it does. */
  get trouble(): string | null {
    return this.#lines.connected ? null : 'There is no connection to Slack.';
  }

  /** Finishes what is in hand while there is a connection to answer through, then hangs up. */
  async stop(): Promise<void> {
    await this.#options.inHand.finished(STOP_WITHIN);
    await this.#lines.stop();
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
}
