import { randomBytes } from 'node:crypto';
import { ShortLived } from './short-lived.ts';

/** What came of showing a trigger id: who pressed, or Slack's error. */
export type TriggerUse =
  | { readonly kind: 'fresh'; readonly userId: string }
  | { readonly kind: 'refused'; readonly error: string };

/** Short-lived tickets that let the bot open a modal once, right after a person did something. */
export class Triggers {
  readonly #now: () => number;
  readonly #issued: ShortLived<{ readonly userId: string; used: boolean }>;
  #count = 0;

  constructor(lastMs: number, now: () => number) {
    this.#now = now;
    this.#issued = new ShortLived(lastMs, now);
  }

  issue(userId: string): string {
    this.#count += 1;
    const id = `${this.#now()}.${this.#count}.${randomBytes(16).toString('hex')}`;
    this.#issued.keep(id, { userId, used: false });
    return id;
  }

  use(id: string): TriggerUse {
    const found = this.#issued.find(id);
    switch (found.kind) {
      case 'unknown':
        return { kind: 'refused', error: 'invalid_trigger_id' };
      case 'expired':
        return { kind: 'refused', error: 'expired_trigger_id' };
      case 'fresh':
        if (found.thing.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
        found.thing.used = true;
        return { kind: 'fresh', userId: found.thing.userId };
    }
  }
}
