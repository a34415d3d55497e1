import { readDigest } from '../../db/digests.ts';
import type { Post } from '../../db/posts.ts';
import { listPostsToCarry, listPostsToFind } from '../../db/posts.ts';
import { newId } from '../../db/record/new-id.ts';
import { listSlotsToTell, type SlotToTell } from '../../db/slots-to-tell.ts';
import { readIn } from '../../db/sighted.ts';
import { isStopped } from '../../db/teams-at-work.ts';
import { troubleOf } from '../../db/trouble.ts';
import type { Marking } from '../agenda/marking.ts';
import { stamp } from '../agenda/stamp.ts';
import { type Composed, failSlot, saySlot, type SlotSaid } from '../changes/say-slot.ts';
import { carry, WITHHELD } from './carry.ts';
import { letOthers } from './let-others.ts';
import type { Pace } from './pace.ts';
import type { PostRoom } from './post-room.ts';
import { reconcile } from './reconcile.ts';
import { within } from './time.ts';

/** What became due meanwhile is seen after so many milliseconds. */
const LOOK_UP_MS = 1_000;

/** While Slack doesn't tell who is at a place, nothing is said there; it is asked again so often. */
const ASK_AGAIN_MS = 15_000;

/** Says what is to be said in one workspace: several things at once, in each place one after the other. */
export class Lane {
  readonly #teamId: string;
  readonly #room: PostRoom;
  readonly #pace: Pace;
  readonly #looks: Pace;
  #inHand = 0;
  /** Settles when something in hand is over. */
  #over = Promise.withResolvers<void>();
  #failure: { readonly error: unknown } | null = null;

  constructor(teamId: string, room: PostRoom, pace: Pace, looks: Pace) {
    this.#teamId = teamId;
    this.#room = room;
    this.#pace = pace;
    this.#looks = looks;
  }

  /** Goes on until nothing is left to say for now, or it is to stop. Rejects with what went wrong first, once all in hand is over. */
  async run(isStopping: () => boolean): Promise<void> {
    for (;;) {
      await letOthers(this.#room.db);
      const wait = await this.#beginIf(isStopping);
      if (wait === null && this.#inHand === 0) break;
      const over = this.#over.promise;
      await within(this.#room.time, Math.min(wait ?? LOOK_UP_MS, LOOK_UP_MS), [over]);
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #beginIf(isStopping: () => boolean): Promise<number | null> {
    if (isStopping() || this.#failure !== null) return null;
    try {
      return (await isStopped(this.#room.db, this.#teamId)) ? null : await this.#begin();
    } catch (error) {
      this.#failure = { error };
      return null;
    }
  }

  /** Begins what can begin now. Gives after how many milliseconds something else may; null when nothing is left. */
  async #begin(): Promise<number | null> {
    await this.#beginLooking();
    if (this.#pace.room === 0) return this.#pace.untilRoom;
    const posts = await listPostsToCarry(this.#room.db, this.#wanted(this.#pace.room));
    // One place says one thing at a time.
    const begun = new Set<string>();
    for (const post of posts) {
      if (!begun.has(post.place)) this.#beginPost(post);
      begun.add(post.place);
    }
    if (begun.size > 0) return this.#pace.untilRoom;

    const [slot] = await listSlotsToTell(this.#room.db, this.#wanted(1));
    if (slot === undefined) return this.#pace.untilFree;
    await this.#sayInHand(slot);
    return 0;
  }

  #wanted(most: number): {
    readonly teamId: string;
    readonly now: string;
    readonly busy: readonly string[];
    readonly most: number;
  } {
    const { now } = this.#room;
    return { teamId: this.#teamId, now: stamp(now()), busy: this.#pace.busy, most };
  }

  #beginPost(post: Post): void {
    this.#pace.begin(post.place);
    this.#take(
      async () => {
        const carried = await carry(this.#room, post);
        if (carried.kind === 'said') this.#pace.said();
        if (carried.kind === 'wait') this.#pace.rest(post.place, carried.milliseconds);
      },
      () => this.#pace.end(post.place),
    );
  }

  async #beginLooking(): Promise<void> {
    if (this.#looks.room === 0 || this.#looks.busy.length > 0) return;
    const { db, now } = this.#room;
    const wanted = { teamId: this.#teamId, now: stamp(now()), most: 1 };
    for (const post of await listPostsToFind(db, wanted)) {
      this.#looks.begin(post.place);
      this.#take(
        async () => {
          const found = await reconcile(this.#room, post);
          if (found.kind === 'wait') this.#looks.rest('history', found.milliseconds);
        },
        () => this.#looks.end(post.place),
      );
    }
  }

  /** One that can't be composed holds up no other. */
  async #sayInHand(slot: SlotToTell): Promise<void> {
    const { db, now, log } = this.#room;
    try {
      if ((await this.#say(slot)) === 'missed') {
        const about = { digest: slot.digestId, slot: slot.at };
        log.warn(about, 'A digest was missed: the next one tells it all');
      }
    } catch (error) {
      if (troubleOf(error) !== null) throw error;
      const code = newId(now());
      log.error(
        { code, err: error, digest: slot.digestId, slot: slot.at },
        'Failed while composing a digest',
      );
      await failSlot(db, slot, `code ${code}`, now());
    }
  }

  /** Written from what everyone at its place may see: Slack is asked before the transaction begins. */
  async #say(slot: SlotToTell): Promise<SlotSaid> {
    const { db, now, compose, seenAt } = this.#room;
    const { teamId, place } = await readDigest(db, slot.digestId);
    const seen = await seenAt({ teamId, place });
    switch (seen.kind) {
      case 'seen':
        return saySlot(db, slot, now(), async (given, asked) =>
          marked(await compose(readIn(given, seen.db), asked), seen.marking),
        );
      case 'refused':
        // Whoever carries it finds out the same, and what it means for the place.
        return saySlot(db, slot, now(), async (given, asked) =>
          marked(await compose(readIn(given, seen.db), asked), 'GREEN'),
        );
      case 'unknown':
        this.#pace.rest(place, ASK_AGAIN_MS);
        return saySlot(db, slot, now(), null);
      case 'withheld':
        await failSlot(db, slot, WITHHELD, now());
        return 'overtaken';
    }
  }

  #take(work: () => Promise<void>, after: () => void): void {
    this.#inHand += 1;
    void work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        after();
        this.#inHand -= 1;
        this.#over.resolve();
        this.#over = Promise.withResolvers();
      });
  }
}

/** With how far what it was written from may be told. */
function marked(composed: Composed, marking: Marking): Composed {
  return composed.kind === 'say'
    ? { ...composed, parts: composed.parts.map((part) => ({ ...part, marking })) }
    : composed;
}
