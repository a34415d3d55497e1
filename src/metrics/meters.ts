import type { Counter, Gauge, Histogram } from 'prom-client';
import type { QueryWatch } from '../../db/query-watch.ts';

/** What is counted with, in one thread. */
export interface Instruments {
  readonly commands: Counter<'command' | 'outcome'>;
  readonly acks: Histogram<'type'>;
  readonly connected: Gauge;
  readonly slackErrors: Counter<'error' | 'method'>;
  readonly rateLimited: Counter<'method'>;
  readonly database: Histogram<'kind'>;
}

/** Until somebody wants to know, nothing is counted, and what it takes to count isn't loaded. */
let instruments: Instruments | null = null;

/** From now on this thread counts. */
export function countWith(given: Instruments): void {
  instruments = given;
}

/** `command` is the word of one, or `other`. */
export function countCommand(command: string, outcome: string): void {
  instruments?.commands.inc({ command, outcome });
}

/** Slack was answered, so many milliseconds after it had sent that. */
export function noteAck(type: string, milliseconds: number): void {
  instruments?.acks.observe({ type }, milliseconds / 1000);
}

export function noteConnected(isConnected: boolean): void {
  instruments?.connected.set(isConnected ? 1 : 0);
}

/** Slack has a few hundred words for no; whatever else stands in an answer must not fill our memory. */
const MOST_ERRORS = 500;
const knownErrors = new Set<string>();

export function countSlackError(method: string, error: string): void {
  if (knownErrors.size < MOST_ERRORS && /^[a-z0-9_]{1,60}$/.test(error)) knownErrors.add(error);
  instruments?.slackErrors.inc({ method, error: knownErrors.has(error) ? error : 'other' });
}

export function countRateLimited(method: string): void {
  instruments?.rateLimited.inc({ method });
}

/** Times what a database does. */
export const databaseMeter: QueryWatch = {
  now: () => performance.now(),
  took: (kind, milliseconds) => instruments?.database.observe({ kind }, milliseconds / 1000),
};
