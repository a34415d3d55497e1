import { setTimeout as pause } from 'node:timers/promises';
import { findNextDigest, isAnythingDue, nextDueAfter } from '../db/next-due.ts';
import type { Db } from '../db/open.ts';
import { stamp } from '../src/agenda/stamp.ts';
import type { NextDigest } from './protocol.ts';

/** What Summit says by itself, as far as the story has to stop for it. */
export interface Unasked {
  /** The digest that comes next after a moment; null while none is set up. */
  nextDigest(after: Temporal.Instant): Promise<NextDigest | null>;
  /** When it has anything to say next. */
  nextAfter(after: Temporal.Instant): Promise<Temporal.Instant | null>;
  /** False when something that is due was not said for long. */
  isSaid(by: Temporal.Instant): Promise<boolean>;
}

const LOOK_AGAIN_MS = 50;
/** Slow machines get to it late. */
const PATIENCE_MS = 20_000;
/** As much as the bot's own clock may have gone on meanwhile. */
const A_LITTLE_MS = 10_000;

/** Reads it in the record that the bot writes. */
export function unaskedIn(db: Db): Unasked {
  return {
    async nextDigest(after) {
      const next = await findNextDigest(db, stamp(after));
      return next === null ? null : { at: next.at, place: next.place };
    },
    async nextAfter(after) {
      const at = await nextDueAfter(db, stamp(after));
      return at === null ? null : Temporal.Instant.from(at);
    },
    async isSaid(by) {
      const until = performance.now() + PATIENCE_MS;
      // The bot gets to it when its own clock is a little further.
      const soon = stamp(by.add({ milliseconds: A_LITTLE_MS }));
      while (await isAnythingDue(db, stamp(by), soon)) {
        if (performance.now() > until) return false;
        await pause(LOOK_AGAIN_MS);
      }
      return true;
    },
  };
}
