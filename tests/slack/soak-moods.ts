import type { Disturbance } from '../../sandbox/disturbance.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import type { Random } from '../support/seeded.ts';
import type { LogLine } from './running-bot.ts';

/** One call in so many meets a bad mood. */
const ONE_IN = 5;
/** Whoever asked in the last moment waits for as long, in milliseconds, and then the log tells of it. */
const AFTERWARDS = 12_000;

const MOODS: readonly Disturbance[] = [
  '429:1',
  '429:20',
  '500 before',
  '500 after',
  'reset before',
  'reset after',
  'page',
  'error:internal_error',
];

/** When Slack is in a bad mood, and what the log says of that. */
export class Moods {
  readonly #slack: SlackStandIn;
  readonly #random: Random;
  /** By the machine's clock. */
  readonly #bad: { readonly from: number; until: number }[] = [];
  /** Calls that met one. */
  met = 0;

  constructor(slack: SlackStandIn, random: Random) {
    this.#slack = slack;
    this.#random = random;
  }

  get isBad(): boolean {
    return this.#bad.at(-1)?.until === Number.POSITIVE_INFINITY;
  }

  /** From now on; the first message is then said, and its answer never comes, if that is wanted. */
  turnBad(firstHangs: boolean): void {
    if (this.isBad) return;
    this.#bad.push({ from: Date.now(), until: Number.POSITIVE_INFINITY });
    let hangs = firstHangs;
    this.#slack.disturb((method) => {
      // Who Summit is and where it was installed isn't asked often enough to say anything.
      if (/^(auth|oauth)\./.test(method)) return null;
      if (hangs && method === 'chat.postMessage') {
        hangs = false;
        return 'hang after';
      }
      if (this.#random(ONE_IN) > 0) return null;
      this.met += 1;
      return MOODS[this.#random(MOODS.length)] ?? null;
    });
  }

  turnGood(): void {
    const last = this.#bad.at(-1);
    if (last === undefined || !this.isBad) return;
    last.until = Date.now() + AFTERWARDS;
    this.#slack.disturb();
  }

  /** True of a line that was written while it was bad. */
  explains({ time }: LogLine): boolean {
    const at = Date.parse(String(time));
    return this.#bad.some(({ from, until }) => from <= at && at <= until);
  }
}
