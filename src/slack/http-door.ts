import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import type { Logger } from 'pino';
import {
  answeredHealth,
  createPatientServer,
  listen,
  type Page,
  sendJson,
  sendStatus,
} from './http-server.ts';
import { type InHand, STOP_WITHIN } from './in-hand.ts';
import { noteAck, noteConnected } from '../metrics/meters.ts';
import { describeSpan, inSpan } from '../traces/in-span.ts';
import { kindOf, spanOf } from './kind-of.ts';
import { logFailure } from './log.ts';
import { codeOfThis, underOneCode } from './one-code.ts';
import { readBody } from './request-body.ts';
import { readSlackRequest } from './slack-request.ts';

const PATH = '/slack/events';
/** Slack waits three seconds and a person no longer. */
const ACK_WITHIN = 3_000;
/** How long someone may go on sending a body that was refused for its size. */
const LINGER = 2_000;
/** How long the last answers may take to leave. */
const LAST_BYTES = 1_000;

export interface HttpDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly signingSecret: string;
  readonly inHand: InHand;
  readonly log: Logger;
  /** What is answered beside Slack's requests. */
  readonly pages: readonly Page[];
}

/** Lets in what Slack signed and sent to `POST /slack/events`. See docs/decisions/0005-own-http-door.md. */
export class HttpDoor {
  readonly receiver: Receiver = {
    init: (app) => {
      this.#app = app;
    },
    start: () => this.start(),
    stop: () => this.stop(),
  };
  readonly #options: HttpDoorOptions;
  readonly #server = createPatientServer((request, response) => this.#receive(request, response));
  #app: App | undefined;
  #stopping = false;

  constructor(options: HttpDoorOptions) {
    this.#options = options;
  }

  /** Gives the port. */
  async start(): Promise<number> {
    const port = await listen(this.#server, this.#options.host, this.#options.port);
    noteConnected(true);
    return port;
  }

  /** Why Slack's requests don't arrive, in a sentence; null while they do. */
  get trouble(): string | null {
    return this.#server.listening ? null : 'Summit does not listen for what Slack sends.';
  }

  /** Refuses new requests and finishes those in hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await this.#options.inHand.finished(STOP_WITHIN);
    this.#server.closeIdleConnections();
    await Promise.race([closed, pause(LAST_BYTES, null, { ref: false })]);
    this.#server.closeAllConnections();
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    if (this.#stopping) response.shouldKeepAlive = false;
    if (request.url !== PATH) {
      const isAnswered =
        answeredHealth(request, response, !this.#stopping) ||
        (!this.#stopping && this.#options.pages.some((page) => page.answered(request, response)));
      if (!isAnswered) sendStatus(response, this.#stopping ? 503 : 404);
    } else if (request.method !== 'POST') {
      sendStatus(response, 405);
    } else if (this.#stopping) {
      sendStatus(response, 503);
    } else {
      const { inHand } = this.#options;
      void inHand.track(underOneCode(() => this.#admit(request, response)));
    }
  }

  async #admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      if (body === null) return refuseTooLarge(request, response);

      const message = readSlackRequest(request.headers, body, this.#options.signingSecret);
      switch (message.kind) {
        case 'unsigned':
          return sendStatus(response, 401);
        case 'malformed':
          return sendStatus(response, 400);
        case 'ssl-check':
          return sendStatus(response, 200);
        case 'challenge':
          return sendJson(
            response,
            200,
            Buffer.from(JSON.stringify({ challenge: message.challenge })),
          );
        case 'payload':
          return await this.#dispatch(message.payload, response);
      }
    } catch (error) {
      if (request.destroyed) return;
      if (!response.headersSent) sendStatus(response, 500);
      logFailure(this.#options.log, 'taking a request', error);
    }
  }

  async #dispatch(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const arrivedAt = performance.now();
    const kind = kindOf(body);
    const { log } = this.#options;
    log.debug({ kind }, 'Slack sent something');
    const timer = setTimeout(() => this.#giveUp(response), ACK_WITHIN);
    let acked = false;
    const ack = async (answer?: object | string): Promise<void> => {
      if (acked) throw new ReceiverMultipleAckError();
      acked = true;
      clearTimeout(timer);
      if (response.headersSent) return;
      const milliseconds = performance.now() - arrivedAt;
      noteAck(kind, milliseconds);
      log.debug({ kind, milliseconds }, 'Slack was answered');
      if (answer === undefined || answer === '') return sendStatus(response, 200);
      sendJson(response, 200, bytesOf(typeof answer === 'string' ? { text: answer } : answer));
    };
    try {
      await inSpan(spanOf(kind), async () => {
        describeSpan(() => ({ 'summit.code': codeOfThis() ?? '' }));
        await this.#app?.processEvent({ body, ack });
      });
    } finally {
      clearTimeout(timer);
    }
    if (!acked) this.#giveUp(response);
  }

  /** Bolt's answer to what nobody took up. */
  #giveUp(response: ServerResponse): void {
    if (response.headersSent) return;
    this.#options.log.warn('Nothing in Summit took up a request from Slack');
    sendStatus(response, 404);
  }
}

/** The JSON of an answer. One that is given again is not written out again. */
function bytesOf(answer: { [BYTES]?: Buffer }): Buffer {
  return (answer[BYTES] ??= Buffer.from(JSON.stringify(answer)));
}

const BYTES = Symbol('bytes');

/** Says so at once, and reads on for a while: hanging up at once would lose the answer on its way. */
function refuseTooLarge(request: IncomingMessage, response: ServerResponse): void {
  const text = 'Too large';
  response.writeHead(413, { connection: 'close', 'content-length': text.length });
  response.write(text);
  const timer = setTimeout(() => response.end(), LINGER);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => response.end());
  request.resume();
}
