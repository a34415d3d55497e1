import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StartProblem } from './start-problem.ts';

/** A request has this long to arrive whole, so that nobody holds a connection open with half of one. */
const REQUEST_TIMEOUT = 10_000;
/** Longer than the idle time of common load balancers: they must be the ones to hang up. */
const KEEP_ALIVE_TIMEOUT = 65_000;
const CHECK_EVERY = 2_000;

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with patience for slow peers, but not without end. */
export function createPatientServer(listener: Listener): Server {
  return createServer(
    {
      headersTimeout: REQUEST_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
      connectionsCheckingInterval: CHECK_EVERY,
    },
    listener,
  );
}

/** The variables that say where to listen. */
export interface ListenVariables {
  readonly host: string;
  readonly port: string;
}

/** Listens and gives the port. */
export async function listen(
  server: Server,
  host: string,
  port: number,
  variables: ListenVariables = { host: 'HOST', port: 'PORT' },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(listenProblem(error, host, port, variables)));
  server.listen(port, host, resolve);
  await promise;
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? port) : port;
}

/** What a door answers beside Slack's requests. */
export interface Page {
  /** False, and no answer, for a request that is not for it. */
  answered(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Answers `GET` at a path by `answer`. False, and no answer, for a request of another path. */
export function answeredAt(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => void,
): boolean {
  if (request.url !== path && !request.url?.startsWith(`${path}?`)) return false;

  if (request.method === 'GET' || request.method === 'HEAD') answer();
  else sendStatus(response, 405);
  return true;
}

/** Answers `GET /health`. False, and no answer, for any other request. */
export function answeredHealth(
  request: IncomingMessage,
  response: ServerResponse,
  isHealthy: boolean,
): boolean {
  return answeredAt('/health', request, response, () => {
    sendJson(response, isHealthy ? 200 : 503, Buffer.from(JSON.stringify({ ok: isHealthy })));
  });
}

export function sendStatus(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 });
  response.end();
}

export function sendJson(response: ServerResponse, status: number, json: Buffer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': json.length,
  });
  response.end(json);
}

function listenProblem(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variables: ListenVariables,
): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} is taken by another program: stop it, or set ${variables.port} to a free one.`,
      );
    case 'EACCES':
      return new StartProblem(
        `Summit may not listen on port ${port}: set ${variables.port} to one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartProblem(
        `${variables.host} ${host} is no address of this machine: set ${variables.host} to 0.0.0.0.`,
      );
    default:
      return error;
  }
}
