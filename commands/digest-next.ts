import { nextSlots } from '../src/changes/plan-digest.ts';
import type { Call } from './command.ts';

/** The next moments of a digest, as many of them as are told. */
export async function nextTold(
  call: Call,
  digest: Parameters<typeof nextSlots>[1],
): Promise<Temporal.Instant[]> {
  const next = await nextSlots(call.db, digest, call.now, NEXT_TOLD);
  return next.map(({ at }) => at);
}

const NEXT_TOLD = 3;
