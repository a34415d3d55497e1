import {
  type Attributes,
  context,
  diag,
  DiagLogLevel,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { type Told, traceWith } from './in-span.ts';
import { samplerOf } from './sampler-of.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a stop waits for the last spans to be sent, in milliseconds. */
const LAST_SPANS = 1_000;

/**
 * Has this thread tell OpenTelemetry of its work, as OpenTelemetry's own variables say. Gives
 * what sends the last of it and ends it.
 */
export function startTraces(env: Environment, thread: string, log: Logger): () => Promise<void> {
  const warn = (said: string): void => log.warn({ why: whyOf(said) }, 'Traces go wrong');
  const quiet = (): void => undefined;
  const logger = { error: warn, warn, info: quiet, debug: quiet, verbose: quiet };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });

  const delay = Number(env['OTEL_BSP_SCHEDULE_DELAY']);
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'summit', 'summit.thread': thread }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(env),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(),
        ...(delay > 0 && { scheduledDelayMillis: delay }),
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const tracer = provider.getTracer('summit');
  traceWith({
    inSpan: async ({ name, kind, attributes = {} }, work) =>
      tracer.startActiveSpan(name, { kind: KINDS[kind], attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          // Its message may quote what people wrote.
          const type = error instanceof Error ? error.name : typeof error;
          span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    describe: (attributes: Attributes) => void trace.getActiveSpan()?.setAttributes(attributes),
  });

  return async () => {
    traceWith(null);
    await Promise.race([provider.shutdown(), pause(LAST_SPANS)]);
  };
}

const KINDS: Readonly<Record<Told['kind'], SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** OpenTelemetry tells of a failure as JSON, its stack and all. */
function whyOf(said: string): string {
  const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(said) ?? [];
  return message ?? said;
}

async function pause(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, milliseconds).unref();
  await promise;
}
