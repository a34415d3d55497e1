import { Gauge } from 'prom-client';
import { countOpenPosts, countSettledPosts, findLatestDigest } from '../../db/unasked-outlook.ts';
import type { Db } from '../../db/open.ts';
import { registry } from './registry.ts';

const AN_HOUR = Temporal.Duration.from({ hours: 1 });

/** States that are reported when nothing is in them too, so that a rule sees them come and go. */
const OPEN = ['waiting', 'posting', 'unclear', 'sent'] as const;
const SETTLED = ['sent', 'failed', 'unknown'] as const;

/** From now on it is told how far what Summit says unasked has come: it is read whenever somebody asks. */
export function measureUnasked(db: Db, now: () => Temporal.Instant): void {
  const registers = [registry];
  const lag = new Gauge({
    name: 'summit_digest_lag_seconds',
    help: 'For how long the first digest has been due of those that are not there yet; 0 while none is.',
    registers,
    async collect() {
      const due = await findLatestDigest(db, now());
      lag.set(due === null ? 0 : Math.max(0, due.until(now()).total('seconds')));
    },
  });
  const open = new Gauge({
    name: 'summit_posts',
    help: 'Messages on their way unasked, by their state; sent: to be looked at once more.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const state of OPEN) open.set({ state }, 0);
      for (const { state, count } of await countOpenPosts(db)) open.set({ state }, count);
    },
  });
  const settled = new Gauge({
    name: 'summit_posts_settled_last_hour',
    help: 'Messages unasked of which it became clear in the last hour what has become of them.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const state of SETTLED) settled.set({ state }, 0);
      const since = now().subtract(AN_HOUR);
      for (const { state, count } of await countSettledPosts(db, since)) {
        settled.set({ state }, count);
      }
    },
  });
}
