import { setTimeout as pause } from 'node:timers/promises';
import type { OwnServer } from '../support/postgres.ts';
import type { Random } from '../support/seeded.ts';
import type { Replica } from './replica.ts';

/** Things go wrong within so many milliseconds, and most of them last about as long. */
const MOMENT = 400;
/** A stop lasts up to so much longer: some outlast the patience of Slack. */
const STOP = 3_500;
/** One in so many is longer than the server lets a transaction stand still. */
const LONG_STOPS = 12;
const LONG_STOP = 11_000;
/** One in so many kills is followed by another one while it starts. */
const STARTS_KILLED = 6;
/** Slack's requests are no older than five minutes by any of these clocks, in milliseconds. */
const WRONG_BY = [-180_000, -90_000, 90_000, 180_000];

/** Has things go wrong with several replicas and with the server that they share. */
export class Nemesis {
  /** How often each thing went wrong. */
  readonly counts: Record<string, number> = {};
  readonly #server: OwnServer;
  readonly #replicas: readonly Replica[];
  readonly #random: Random;

  constructor(server: OwnServer, replicas: readonly Replica[], random: Random) {
    this.#server = server;
    this.#replicas = replicas;
    this.#random = random;
  }

  /** One or two things go wrong, each with something else and at a moment of its own. Settles once all is well again. */
  async strike(): Promise<void> {
    const left = [this.#server, ...this.#replicas];
    const first = left.splice(this.#random(left.length), 1);
    const second = left.splice(this.#random(2 * left.length), 1);
    await Promise.all(
      [...first, ...second].map(async (victim) => {
        await pause(this.#random(MOMENT));
        await ('obey' in victim ? this.#restart(victim) : this.#hurt(victim));
      }),
    );
  }

  async #restart(server: OwnServer): Promise<void> {
    const how = this.#random(2) === 0 ? 'fast' : 'immediate';
    this.#note(`server stopped, ${how}`);
    await server.obey(how);
    await pause(this.#random(MOMENT));
    await server.obey('start');
  }

  async #hurt(replica: Replica): Promise<void> {
    switch (this.#random(6)) {
      case 0:
        this.#note('killed');
        await replica.kill();
        return this.#startAgain(replica);
      case 1:
        this.#note('killed at a change');
        await replica.killAtChange();
        return this.#startAgain(replica);
      case 2:
        this.#note('cut off');
        return replica.cutOff(this.#while());
      case 3:
        this.#note('cut off at a change');
        return replica.cutOffAtChange(this.#while());
      case 4:
        this.#note('started with a wrong clock');
        await replica.kill();
        return replica.start(WRONG_BY[this.#random(WRONG_BY.length)] ?? 0);
      default: {
        const isLong = this.#random(LONG_STOPS) === 0;
        this.#note(isLong ? 'stood still for long' : 'stood still');
        return replica.freeze(isLong ? LONG_STOP : MOMENT + this.#random(STOP));
      }
    }
  }

  async #startAgain(replica: Replica): Promise<void> {
    if (this.#random(STARTS_KILLED) === 0) {
      this.#note('killed as it starts');
      await replica.startInVain(this.#random(MOMENT));
    }
    await replica.start(0);
  }

  #while(): number {
    return MOMENT / 2 + this.#random(2 * MOMENT);
  }

  #note(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
