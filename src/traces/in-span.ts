import type { Attributes, SpanKind } from '@opentelemetry/api';

/** What is told of some work, beside how long it took. */
export interface Told {
  /** Few different ones: `Slack chat.postMessage`. */
  readonly name: string;
  /** Who asked whom: `internal` where nobody else has a part in it. */
  readonly kind: Lowercase<keyof typeof SpanKind>;
  /** Nothing that people wrote. */
  readonly attributes?: Attributes;
}

/** Tells of work where OpenTelemetry wants to know. */
export interface Tracer {
  inSpan<T>(told: Told, work: () => Promise<T>): Promise<T>;
  describe(attributes: Attributes): void;
}

/** Until somebody wants to know, nothing is told, and what it takes to tell isn't loaded. */
let tracer: Tracer | null = null;

/** From now on this thread tells; with null, no more. */
export function traceWith(given: Tracer | null): void {
  tracer = given;
}

/** The outcome of the work, which is told as a part of the work that it belongs to. */
export async function inSpan<T>(told: Told, work: () => Promise<T>): Promise<T> {
  return tracer === null ? work() : tracer.inSpan(told, work);
}

/** Tells more of the work under way. */
export function describeSpan(attributes: () => Attributes): void {
  tracer?.describe(attributes());
}
