import { listTeamsAtWork } from '../../db/teams-at-work.ts';
import { stamp } from '../agenda/stamp.ts';
import { listRests } from '../changes/carry-post.ts';
import { voidWaits } from '../changes/void-waits.ts';
import { Lane } from './lane.ts';
import { Pace } from './pace.ts';
import type { PostRoom } from './post-room.ts';
import { MACHINE_TIME, type Time, within } from './time.ts';

/** How fast Summit speaks unasked. */
export interface OutboxPace {
  /** Posts a minute in one workspace. */
  readonly perMinute: number;
  /** How often a minute it looks for messages in one workspace. */
  readonly looksPerMinute: number;
}

export interface OutboxOptions extends Omit<PostRoom, 'slackAhead' | 'time'> {
  readonly pace: OutboxPace;
  readonly time?: Time;
}

/** Of one workspace. */
interface Paces {
  readonly posts: Pace;
  readonly looks: Pace;
}

/** While something is being said, new work is looked for this often. */
const LOOK_UP_MS = 1_000;

/** What was written by a clock that has gone back is looked for this often. */
const CHECK_CLOCK_MS = 30_000;

/** Everything Summit says unasked, on its way: each message once. The workspaces don't wait for one another. */
export class Outbox {
  readonly #room: PostRoom;
  readonly #rates: OutboxPace;
  readonly #paces = new Map<string, Paces>();
  readonly #lanes = new Map<string, Promise<void>>();
  #clockChecked = Number.NEGATIVE_INFINITY;

  constructor({ pace, time = MACHINE_TIME, ...room }: OutboxOptions) {
    this.#room = { ...room, time, slackAhead: { milliseconds: null } };
    this.#rates = pace;
  }

  /** Says what is due, and what becomes due meanwhile, until nothing is left or it is to stop. */
  async look(isStopping: () => boolean): Promise<void> {
    do {
      if (!isStopping()) {
        await this.#checkClock();
        for (const teamId of await listTeamsAtWork(this.#room.db, stamp(this.#room.now()))) {
          if (!this.#lanes.has(teamId)) this.#run(teamId, await this.#pacesOf(teamId), isStopping);
        }
      }
      if (this.#lanes.size > 0) {
        await within(this.#room.time, LOOK_UP_MS, [Promise.all(this.#lanes.values())]);
      }
    } while (this.#lanes.size > 0);
  }

  async #checkClock(): Promise<void> {
    const elapsed = this.#room.time.elapsed();
    if (elapsed - this.#clockChecked < CHECK_CLOCK_MS) return;
    this.#clockChecked = elapsed;
    const voided = await voidWaits(this.#room.db, this.#room.now());
    if (voided > 0) this.#room.log.warn({ posts: voided }, 'The clock has gone back');
  }

  #run(teamId: string, { posts, looks }: Paces, isStopping: () => boolean): void {
    const lane = new Lane(teamId, this.#room, posts, looks);
    const running = lane
      .run(isStopping)
      .catch((error: unknown) => {
        this.#room.log.error({ err: error, team: teamId }, 'Failed while posting in a workspace');
      })
      .finally(() => this.#lanes.delete(teamId));
    this.#lanes.set(teamId, running);
  }

  async #pacesOf(teamId: string): Promise<Paces> {
    const known = this.#paces.get(teamId);
    if (known !== undefined) return known;
    const { db, now, time } = this.#room;
    const clocks = { elapsed: () => time.elapsed(), wall: () => now().epochMilliseconds };
    const paces = {
      posts: new Pace(this.#rates.perMinute, clocks, { number: this.#paces.size }),
      looks: new Pace(this.#rates.looksPerMinute, clocks, { between: 0 }),
    };
    // A start ends no wait that Slack asked for.
    for (const { place, until } of await listRests(db, teamId, now())) {
      paces.posts.rest(place, now().until(until).total('milliseconds'));
    }
    this.#paces.set(teamId, paces);
    return paces;
  }
}
