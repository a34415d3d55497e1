import { collectDefaultMetrics } from 'prom-client';
import type { Db } from '../../db/open.ts';
import { instruments } from './instruments.ts';
import { countWith } from './meters.ts';
import { registry } from './registry.ts';
import { measureUnasked } from './unasked-meters.ts';

/** What the names of Node's metrics of the thread for what nobody asked for begin with. */
const OF_THE_UNASKED = 'summit_unasked_';

/** From now on the thread that answers people counts, and watches the process. */
export function startCounting(): void {
  countWith(instruments);
  collectDefaultMetrics({ register: registry });
}

/** From now on the thread for what nobody asked for counts. The process is the other one's to watch. */
export function startCountingUnasked(db: Db, now: () => Temporal.Instant): void {
  countWith(instruments);
  measureUnasked(db, now);
  collectDefaultMetrics({ register: registry, prefix: OF_THE_UNASKED });
  for (const { name } of registry.getMetricsAsArray()) {
    if (name.startsWith(`${OF_THE_UNASKED}process_`)) registry.removeSingleMetric(name);
  }
}
