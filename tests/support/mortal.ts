import type { Db } from '../../db/open.ts';
import type { Messenger } from '../../src/digests/messenger.ts';
import type { Time } from '../../src/digests/time.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What befalls a program where it waits. */
export type Blow =
  | { readonly kind: 'none' }
  /** It is gone: nothing it waits for ever comes. */
  | { readonly kind: 'dies' }
  /** All of it stands still, and then goes on. */
  | { readonly kind: 'freezes'; readonly milliseconds: number }
  /** What it waits for comes so much later. */
  | { readonly kind: 'lags'; readonly milliseconds: number };

export interface MortalOptions {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly time: VirtualTime;
  /** Drawn wherever it waits. */
  readonly blow: () => Blow;
  /** Told when it dies or freezes. */
  readonly struck: (blow: Blow, program: Mortal) => void;
}

/**
 * A program that may die, or stand still, wherever it waits for the record, for Slack or for
 * time. What it has sent to Slack by then is on its way, and a transaction is over or was
 * never begun.
 */
export class Mortal {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly time: Time;
  readonly #options: MortalOptions;
  #isDead = false;
  #thawsAt = Number.NEGATIVE_INFINITY;

  constructor(options: MortalOptions) {
    this.#options = options;
    this.db = this.#mortalDb(options.db);
    this.messenger = this.#mortalMessenger(options.messenger);
    this.time = {
      elapsed: options.time.elapsed,
      sleep: async (milliseconds, signal) => {
        await options.time.sleep(milliseconds, signal);
        await this.#thaw();
      },
    };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  kill(): void {
    this.#isDead = true;
  }

  #mortalDb(db: Db): Db {
    return new Proxy(db, {
      get: (target, name) => {
        if (name === 'transaction') {
          return () => ({
            execute: async (work: Parameters<ReturnType<Db['transaction']>['execute']>[0]) => {
              await this.#strike();
              const outcome = await target.transaction().execute(work);
              this.#options.time.note();
              await this.#strike();
              return outcome;
            },
          });
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #mortalMessenger(slack: Messenger): Messenger {
    const after = async <T>(asked: Promise<T>): Promise<T> => {
      const answer = await asked;
      await this.#strike();
      return answer;
    };
    return {
      // The request leaves in the same moment in which it is made.
      openDirect: async (...asked) => after(slack.openDirect(...asked)),
      wordFor: async (...asked) => after(slack.wordFor(...asked)),
      post: async (...asked) => after(slack.post(...asked)),
      find: async (...asked) => after(slack.find(...asked)),
      remove: async (...asked) => after(slack.remove(...asked)),
    };
  }

  async #strike(): Promise<void> {
    await this.#thaw();
    const { time, blow, struck } = this.#options;
    const drawn = blow();
    switch (drawn.kind) {
      case 'none':
        return;
      case 'dies':
        this.#isDead = true;
        struck(drawn, this);
        return never();
      case 'freezes':
        this.#thawsAt = time.elapsed() + drawn.milliseconds;
        struck(drawn, this);
        return this.#thaw();
      case 'lags':
        await time.sleep(drawn.milliseconds);
        return this.#thaw();
    }
  }

  async #thaw(): Promise<void> {
    const { time } = this.#options;
    if (this.#isDead) return never();
    while (time.elapsed() < this.#thawsAt) {
      await time.sleep(this.#thawsAt - time.elapsed());
      if (this.#isDead) return never();
    }
  }
}

async function never(): Promise<never> {
  return new Promise(() => {});
}
