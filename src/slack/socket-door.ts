import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { answeredHealth, createPatientServer, listen, sendStatus } from './http-server.ts';
import { type InHand, STOP_WITHIN } from './in-hand.ts';
import type { InstallDoor } from './install-door.ts';
import { logFailure } from './log.ts';
import { type SlackEvent, SocketLine } from './socket-line.ts';
import { SocketLines } from './socket-lines.ts';

export interface SocketDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly appToken: string;
  readonly slackApiUrl: string;
  readonly inHand: InHand;
  readonly log: Logger;
  /** Where people install Summit, if it can be. */
  readonly install: InstallDoor | null;
  /** Called when only a new start can help. */
  readonly giveUp: (why: string) => void;
}

/** Connections that Summit opens to Slack, and a small server that tells whether one stands, and where people install Summit. */
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
      this.#options.install?.answered(request, response) === true;
    if (!isAnswered) sendStatus(response, 404);
  });

  constructor(options: SocketDoorOptions) {
    this.#options = options;
    const { appToken, slackApiUrl, log, giveUp } = options;
    const take = async (event: SlackEvent): Promise<void> => this.#dispatch(event);
    const makeLine = (): SocketLine => new SocketLine({ appToken, slackApiUrl, log, take });
    this.#lines = new SocketLines({ makeLine, log, giveUp });
  }

  /** Gives the port of `/health` once Slack has said hello. Keeps trying while Slack can't be reached. */
  async start(): Promise<number> {
    const port = await listen(this.#server, this.#options.host, this.#options.port);
    await this.#lines.start();
    return port;
  }

  /** Finishes what is in hand while there is a connection to answer through, then hangs up. */
  async stop(): Promise<void> {
    await this.#options.inHand.finished(STOP_WITHIN);
    await this.#lines.stop();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #dispatch({ body, ack }: SlackEvent): Promise<void> {
    try {
      await this.#app?.processEvent({ body, ack });
    } catch (error) {
      logFailure(this.#options.log, 'taking an envelope', error);
    }
  }
}
