import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { MetricsPlace } from './config.ts';
import { CONTENT_TYPE, type Counted, readCounted, writeMetrics } from './metrics/registry.ts';
import { startCounting } from './metrics/start-counting.ts';
import {
  answeredAt,
  createPatientServer,
  listen,
  type Page,
  sendStatus,
} from './slack/http-server.ts';
import { logFailure } from './slack/log.ts';

/** What is counted, and where it is told. */
export class MetricsDoor {
  readonly #place: MetricsPlace;
  readonly #page: MetricsPage;
  readonly #server = createPatientServer((request, response) => {
    if (!this.#page.answered(request, response)) sendStatus(response, 404);
  });

  /** `ofOthers` asks the other threads. */
  constructor(place: MetricsPlace, ofOthers: () => Promise<Counted>, log: Logger) {
    this.#place = place;
    const toAll = place.kind === 'own' || place.to === 'all';
    this.#page = new MetricsPage(toAll, ofOthers, log);
    startCounting();
  }

  /** What the door to Slack answers of it. */
  get doorPages(): readonly Page[] {
    return this.#place.kind === 'door' ? [this.#page] : [];
  }

  /** Gives the port, where it is one of its own. */
  async start(): Promise<number | null> {
    if (this.#place.kind === 'door') return null;
    return listen(this.#server, this.#place.host, this.#place.port, METRICS_VARIABLES);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

const METRICS_VARIABLES = { host: 'SUMMIT_METRICS_HOST', port: 'SUMMIT_METRICS_PORT' };

/** `GET /metrics`, for Prometheus: what all threads have counted. */
class MetricsPage implements Page {
  readonly #toAll: boolean;
  readonly #ofOthers: () => Promise<Counted>;
  readonly #log: Logger;

  constructor(toAll: boolean, ofOthers: () => Promise<Counted>, log: Logger) {
    this.#toAll = toAll;
    this.#ofOthers = ofOthers;
    this.#log = log;
  }

  answered(request: IncomingMessage, response: ServerResponse): boolean {
    if (!this.#toAll && !isOfThisMachine(request)) return false;
    return answeredAt('/metrics', request, response, () => void this.#answer(response));
  }

  async #answer(response: ServerResponse): Promise<void> {
    try {
      const counted = await Promise.all([readCounted(), this.#ofOthers()]);
      const text = Buffer.from(await writeMetrics(counted));
      response.writeHead(200, { 'content-type': CONTENT_TYPE, 'content-length': text.length });
      response.end(text);
    } catch (error) {
      logFailure(this.#log, 'telling what was counted', error);
      sendStatus(response, 500);
    }
  }
}

function isOfThisMachine({ socket }: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '');
}
