import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { APP } from './people.ts';
import type { Delivery, Door, Receipt } from './door.ts';

/** Slack allows an app this many connections at a time. */
const MOST_CONNECTIONS = 10;

const TICKET_LASTS_MS = 30_000;
const CLOSING_TAKES_MS = 500;

/** What can become of a connection without anybody hanging up: nothing passes any more, or only pings do. */
export type Ailment = 'half-open' | 'deaf';

/** Slack's side of Socket Mode: connections the app opens, over which everything is sent. */
export class SocketMode implements Door {
  /** Whether connections are greeted, and then pinged. */
  greets = true;
  pings = true;
  #pongs = 0;
  readonly #ailing = new Map<WebSocket, Ailment>();
  /** Those that are about to be closed: what is sent goes to others if there are any. */
  readonly #warned = new Set<WebSocket>();
  readonly #answerWithinMs: number;
  readonly #warnsAheadMs: number;
  readonly #sockets = new Set<WebSocket>();
  readonly #tickets = new Map<string, number>();
  /** Who waits for the answer to an envelope, by its id; several when it was sent several times. */
  readonly #waiting = new Map<string, ((receipt: Receipt) => void)[]>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #pinging: NodeJS.Timeout;
  readonly #tellOnline: (online: boolean) => void;

  constructor(options: {
    readonly answerWithinMs: number;
    readonly pingEveryMs: number;
    readonly warnsAheadMs: number;
    readonly tellOnline: (online: boolean) => void;
  }) {
    this.#answerWithinMs = options.answerWithinMs;
    this.#warnsAheadMs = options.warnsAheadMs;
    this.#tellOnline = options.tellOnline;
    this.#pinging = setInterval(() => this.#ping(), options.pingEveryMs).unref();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** How many pings were answered. */
  get pongs(): number {
    return this.#pongs;
  }

  /** A ticket for one connection; null when the app has as many as it may. */
  issueTicket(): string | null {
    if (this.#sockets.size >= MOST_CONNECTIONS) return null;
    const ticket = randomUUID();
    this.#tickets.set(ticket, Date.now() + TICKET_LASTS_MS);
    return ticket;
  }

  /** Opens the connection a ticket was issued for; refuses any other. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, ticket: string): void {
    const validUntil = this.#tickets.get(ticket) ?? 0;
    this.#tickets.delete(ticket);
    if (validUntil < Date.now()) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  /**
   * Sends to one of the open connections, whichever: a second process takes its share. Slack
   * may send an envelope again, by the same id.
   */
  async send(delivery: Delivery, envelopeId: string = randomUUID()): Promise<Receipt> {
    const open = [...this.#sockets].filter(({ readyState }) => readyState === WebSocket.OPEN);
    const staying = open.filter((socket) => !this.#warned.has(socket));
    const sockets = staying.length > 0 ? staying : open;
    const socket = sockets[Math.floor(Math.random() * sockets.length)];
    if (socket === undefined) return { kind: 'unreachable' };

    const { promise, resolve } = Promise.withResolvers<Receipt>();
    const timer = setTimeout(() => resolve({ kind: 'timed-out' }), this.#answerWithinMs);
    const isLost = this.#ailing.has(socket);
    this.#waiting.set(envelopeId, [...(this.#waiting.get(envelopeId) ?? []), resolve]);
    const envelope = {
      envelope_id: envelopeId,
      type: delivery.type,
      payload: delivery.payload,
      accepts_response_payload: delivery.type !== 'events_api',
      ...(delivery.type === 'events_api' && {
        retry_attempt: delivery.retry?.number ?? 0,
        retry_reason: delivery.retry?.reason ?? '',
      }),
    };
    if (!isLost) socket.send(JSON.stringify(envelope));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#forget(envelopeId, resolve);
    }
  }

  /** Tells every connection to go away and come back, as Slack does every few hours. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    for (const socket of this.#sockets) this.#dismiss(socket, reason);
  }

  /** What befalls the connections there are; those that come are well. */
  afflict(ailment: Ailment): void {
    for (const socket of this.#sockets) {
      this.#ailing.set(socket, ailment);
      // Nothing that arrives is read, so no ping is answered and no farewell either.
      if (ailment === 'half-open') socket.pause();
    }
  }

  stop(): void {
    clearInterval(this.#pinging);
    for (const socket of this.#sockets) {
      socket.close(1000);
      setTimeout(() => socket.terminate(), CLOSING_TAKES_MS).unref();
    }
    this.#server.close();
  }

  #greet(socket: WebSocket): void {
    this.#sockets.add(socket);
    this.#tellOnline(true);
    socket.on('message', (frame: Buffer) => this.#hear(frame.toString('utf8')));
    socket.on('pong', () => {
      this.#pongs += 1;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#ailing.delete(socket);
      this.#warned.delete(socket);
      this.#tellOnline(this.#sockets.size > 0);
    });
    if (!this.greets) return;
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.size,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 3600 },
        connection_info: { app_id: APP.id },
      }),
    );
  }

  #dismiss(socket: WebSocket, reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    if (reason !== 'warning') return socket.close(1000);
    this.#warned.add(socket);
    setTimeout(() => this.#dismiss(socket, 'refresh_requested'), this.#warnsAheadMs).unref();
  }

  /** The app's acknowledgement of an envelope, with its answer if it has one. */
  #hear(frame: string): void {
    const ack = parse(frame);
    const envelopeId = String(ack?.['envelope_id']);
    const [resolve] = this.#waiting.get(envelopeId) ?? [];
    const body = ack?.['payload'] ?? null;
    if (resolve === undefined) return;
    this.#forget(envelopeId, resolve);
    resolve({ kind: 'answered', body: isEmpty(body) ? null : body });
  }

  #forget(envelopeId: string, resolve: (receipt: Receipt) => void): void {
    const others = (this.#waiting.get(envelopeId) ?? []).filter((one) => one !== resolve);
    if (others.length === 0) this.#waiting.delete(envelopeId);
    else this.#waiting.set(envelopeId, others);
  }

  #ping(): void {
    if (!this.pings) return;
    for (const socket of this.#sockets) {
      if (this.#ailing.get(socket) !== 'half-open') socket.ping(`Ping from sandbox`);
    }
  }
}

function parse(frame: string): Record<string, unknown> | null {
  try {
    return JSON.parse(frame) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

/** Bolt acknowledges without an answer by an empty object. */
function isEmpty(body: unknown): boolean {
  return (
    body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0)
  );
}
