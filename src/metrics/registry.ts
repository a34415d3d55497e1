import {
  AggregatorRegistry,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/** What one thread has counted, as it goes to another one. */
export type Counted = readonly MetricObjectWithValues<MetricValue<string>>[];

/** What this thread counts: each has its own, and they are put together when somebody asks. */
export const registry = new Registry();

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** What this thread has counted. */
export async function readCounted(): Promise<Counted> {
  return registry.getMetricsAsJSON();
}

/** What threads have counted together, as Prometheus reads it. */
export async function writeMetrics(counted: readonly Counted[]): Promise<string> {
  return AggregatorRegistry.aggregate([...counted]).metrics();
}
