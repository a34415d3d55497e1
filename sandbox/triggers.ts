import { randomBytes } from 'node:crypto';

/** What came of showing a trigger id: who pressed, or Slack's error. */
export type TriggerUse =
  | { readonly kind: 'fresh'; readonly userId: string }
  | { readonly kind: 'refused'; readonly error: string };

/** Short-lived tickets that let the bot open a modal once, right after a person did something. */
export class Triggers {
  readonly #lastMs: number;
  readonly #now: () => number;
  readonly #issued = new Map<string, { userId: string; at: number; used: boolean }>();

  constructor(lastMs: number, now: () => number) {
    this.#lastMs = lastMs;
    this.#now = now;
  }

  issue(userId: string): string {
    const id = `${this.#now()}.${this.#issued.size + 1}.${randomBytes(16).toString('hex')}`;
    this.#issued.set(id, { userId, at: this.#now(), used: false });
    return id;
  }

  use(id: string): TriggerUse {
    const trigger = this.#issued.get(id);
    if (trigger === undefined) return { kind: 'refused', error: 'invalid_trigger_id' };
    if (trigger.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
    if (this.#now() - trigger.at > this.#lastMs) {
      return { kind: 'refused', error: 'expired_trigger_id' };
    }
    trigger.used = true;
    return { kind: 'fresh', userId: trigger.userId };
  }
}
