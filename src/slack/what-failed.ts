import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** What a request that failed has come to. */
export type Failed =
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unclear'; readonly why: string };

/** Slack's words for having failed midway: what was asked for may have been done. */
const MIDWAY = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** A request that could not even be sent is sent again after so many milliseconds. */
const UNSENT_WAIT = 5_000;
/** And one that Slack wants later without saying when. */
const UNTOLD_WAIT = 30_000;

const SHORTEST_WAIT = 1_000;
/** Longer ones are no number that a clock can be set to. */
const LONGEST_WAIT = 30 * 24 * 60 * 60_000;

/** Tells whether a request that failed surely changed nothing, or nobody can tell. */
export function whatFailed(error: unknown): Failed {
  if (error instanceof WebAPIRateLimitedError) {
    const asked = error.retryAfter * 1000;
    return { kind: 'wait', milliseconds: Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, asked)) };
  }
  if (error instanceof WebAPIPlatformError) return whatSlackSaid(error.data.error);
  if (error instanceof WebAPIRequestError && wasNeverSent(error.original)) {
    return { kind: 'wait', milliseconds: UNSENT_WAIT };
  }
  return { kind: 'unclear', why: describe(error) };
}

function whatSlackSaid(word: string): Failed {
  if (word === 'ratelimited' || word === 'rate_limited') {
    return { kind: 'wait', milliseconds: UNTOLD_WAIT };
  }
  // Whatever stands between us and Slack answers in whole pages.
  if (!/^[a-z0-9_]+$/.test(word)) return { kind: 'unclear', why: 'not an answer of Slack' };
  return MIDWAY.has(word) ? { kind: 'unclear', why: word } : { kind: 'refused', error: word };
}

/** True when no connection came about: the name is not known, nobody listens, or it is not who it should be. */
function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every(wasNeverSent);
  }
  const { syscall, code = '' } = error as NodeJS.ErrnoException;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || UNTRUSTED.test(code)) return true;
  return wasNeverSent(error.cause);
}

/** What Node calls certificates that it does not trust. */
const UNTRUSTED =
  /^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_\w+)$/;

function describe(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `HTTP status ${error.statusCode}`;
  if (!(error instanceof Error)) return 'it failed';
  const [deepest] = causesOf(error).toReversed();
  const { code, name } = (deepest ?? error) as { readonly code?: unknown; readonly name: string };
  return typeof code === 'string' ? code : name;
}

function causesOf(error: Error): Error[] {
  const inner = error instanceof WebAPIRequestError ? error.original : error.cause;
  return inner instanceof Error ? [error, ...causesOf(inner)] : [error];
}

/** `fetch`, but a 429 always says how many seconds to wait, whatever its header said. */
export async function patientFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(input, init);
  if (response.status !== 429) return response;
  await response.body?.cancel();
  const seconds = secondsOf(response.headers.get('retry-after'));
  return new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } });
}

function secondsOf(header: string | null): number {
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header ?? '') ? Math.ceil(Number(header)) : Number.NaN;
  return Number.isFinite(seconds) ? Math.min(seconds, LONGEST_WAIT / 1000) : UNTOLD_WAIT / 1000;
}
