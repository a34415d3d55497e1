import type { Db } from '../../db/open.ts';
import { APP } from '../../sandbox/people.ts';
import type { SandboxMessage } from '../../sandbox/protocol.ts';
import type { SlackStandIn } from '../../sandbox/slack.ts';
import { USUAL_CHOICES } from '../../src/agenda/digest.ts';
import { type Schedule, slotsAfter } from '../../src/agenda/schedule.ts';
import { stamp } from '../../src/agenda/stamp.ts';
import { setDigest } from '../../src/changes/set-digest.ts';
import { TEAM } from './digest-scene.ts';

/** What came to the channels of a storm. */
export interface ChannelTally {
  /** Digests by their schedule, and those somebody asked for. */
  due: number;
  asked: number;
  cards: number;
  notices: number;
  /** Due, and never said. */
  readonly lost: string[];
  /** Said more than once. */
  readonly doubled: string[];
  /** Cards that do not show the last state. */
  readonly stale: string[];
  /** Whatever else ended otherwise than it should. */
  readonly odd: string[];
}

/** A digest has six times a day, so far apart that a minute in which nobody says anything makes none late. */
const MINUTES_APART = 20;
const TIMES = 6;

/** Channels that have digests and cards. */
export class StormChannels {
  readonly ids: readonly string[];
  readonly #slack: SlackStandIn;
  readonly #db: Db;
  readonly #since = Temporal.Now.instant();
  readonly #came = new Map<string, number>();

  static async open(slack: SlackStandIn, db: Db, count: number): Promise<StormChannels> {
    const channels = new StormChannels(slack, db, count);
    for (const [number, place] of channels.ids.entries()) {
      const schedule = channels.#scheduleOf(number);
      const asked = { by: 'U0ALICE', at: channels.#since, inputId: null, deed: 'digest' } as const;
      await setDigest(db, { teamId: TEAM, place, schedule, choices: USUAL_CHOICES }, asked);
    }
    return channels;
  }

  private constructor(slack: SlackStandIn, db: Db, count: number) {
    this.#slack = slack;
    this.#db = db;
    this.ids = Array.from({ length: count }, (_, number) => `C1STORM${number}`);
    for (const id of this.ids) {
      slack.workspace.addChannel({
        id,
        name: id.toLowerCase(),
        kind: 'public',
        topic: '',
        members: ['U0ALICE', APP.botUserId],
        isArchived: false,
      });
    }
    slack.workspace.listen((event) => {
      if (event.kind !== 'message' || event.message.userId !== APP.botUserId) return;
      const { channelId, ts } = event.message;
      const key = keyOf(slack.workspace.message(channelId, ts)?.metadata);
      if (key !== null) this.#came.set(key, (this.#came.get(key) ?? 0) + 1);
    });
  }

  /** True once all that was due by then is said, and no change of an issue is left to tell on its cards. */
  async areSettledBy(moment: Temporal.Instant): Promise<boolean> {
    const slots = await this.#slotsBy(moment);
    const posts = await this.#postsBy(moment);
    if ([...slots, ...posts].some(({ settled_at: at }) => at === null)) return false;
    if (slots.filter(({ kind }) => kind === 'due').length < this.#dueBy(moment).length)
      return false;
    const untold = await this.#db
      .selectFrom('live_cards as card')
      .innerJoin('audit_lines as line', (join) =>
        join
          .onRef('line.agenda_id', '=', 'card.agenda_id')
          .onRef('line.issue_key', '=', 'card.issue_key')
          .onRef('line.seq', '>', 'card.told_line'),
      )
      .select('card.ts')
      .limit(1)
      .execute();
    return untold.length === 0;
  }

  /** The cards there are, as they are kept in the record. */
  async cards(): Promise<{ channelId: string; ts: string; key: string }[]> {
    return this.#db
      .selectFrom('live_cards')
      .select(['channel_id as channelId', 'ts', 'issue_key as key'])
      .where('channel_id', 'in', this.ids)
      .execute();
  }

  /** Holds what came by a moment against what was due; `now` are cards that were shared just now, by their issue. */
  async count(
    moment: Temporal.Instant,
    now: ReadonlyMap<string, SandboxMessage>,
  ): Promise<ChannelTally> {
    const tally: ChannelTally = {
      due: 0,
      asked: 0,
      cards: 0,
      notices: 0,
      lost: [],
      doubled: [],
      stale: [],
      odd: [],
    };
    await this.#countDigests(moment, tally);
    await this.#countCards(now, tally);
    return tally;
  }

  async #countDigests(moment: Temporal.Instant, tally: ChannelTally): Promise<void> {
    const slots = await this.#slotsBy(moment);
    const posts = await this.#postsBy(moment);
    for (const { key, place, slot_at: at, state, why } of posts) {
      const times = this.#came.get(key) ?? 0;
      if (times === 0) tally.lost.push(`${place} ${at}`);
      if (times > 1) tally.doubled.push(`${place} ${at}`);
      if (state !== 'sent') tally.odd.push(`${place} ${at} ${state} ${why}`);
    }
    for (const { digest_id: id, slot_at: at, kind, state, why, place } of slots) {
      const parents = posts.filter(
        (post) => post.digest_id === id && post.slot_at === at && post.thread_of === null,
      );
      const wanted = state === 'said' ? 1 : 0;
      // What was asked for just before it is due by its schedule is told then.
      const isOvertaken =
        why === 'overtaken' &&
        slots.some((one) => one.place === place && isTold(one) && one.slot_at > at);
      if (parents.length !== wanted || !(isTold({ state }) || isOvertaken)) {
        tally.odd.push(`${place} ${at} ${kind} ${state} ${why}, ${parents.length} parents`);
      }
      tally[kind] += 1;
    }
    const planned = new Set(slots.map(({ place, slot_at: at }) => `${place} ${at}`));
    tally.lost.push(...this.#dueBy(moment).filter((due) => !planned.has(due)));
  }

  async #countCards(now: ReadonlyMap<string, SandboxMessage>, tally: ChannelTally): Promise<void> {
    const cards = await this.cards();
    const { messages } = this.#slack.workspace;
    const said = messages.filter(
      ({ channelId, userId }) => userId === APP.botUserId && this.ids.includes(channelId),
    );
    for (const { channelId, ts, key } of cards) {
      const card = said.find((one) => one.channelId === channelId && one.ts === ts);
      const last = now.get(key);
      if (card === undefined || card.text !== last?.text)
        tally.stale.push(`${key} in ${channelId}: ${card?.text}\n${last?.text}`);
      const notices = said
        .filter(({ threadTs, channelId: place }) => threadTs === ts && place === channelId)
        .map(({ text }) => text);
      const twice = notices.filter((text, number) => notices.indexOf(text) !== number);
      tally.doubled.push(...twice.map((text) => `${key} in ${channelId}: ${text}`));
      tally.notices += notices.length;
    }
    const others = said.filter(
      ({ channelId, ts, threadTs }) =>
        threadTs === null && keyOf(this.#slack.workspace.message(channelId, ts)?.metadata) === null,
    );
    if (others.length !== cards.length) {
      tally.odd.push(`${others.length} cards where ${cards.length} were shared`);
    }
    tally.cards = cards.length;
  }

  #scheduleOf(number: number): Schedule {
    const begin = this.#since
      .toZonedDateTimeISO('UTC')
      .round({ smallestUnit: 'minute', roundingMode: 'ceil' });
    const first = number % MINUTES_APART;
    const times = Array.from({ length: TIMES }, (_, turn) =>
      begin
        .add({ minutes: first + turn * MINUTES_APART })
        .toPlainTime()
        .toString({ smallestUnit: 'minute' }),
    );
    return { every: 'day', days: [], times: times.toSorted(), timeZone: 'UTC' };
  }

  #dueBy(moment: Temporal.Instant): string[] {
    return this.ids.flatMap((place, number) => {
      const due: string[] = [];
      for (const { at } of slotsAfter(this.#scheduleOf(number), this.#since)) {
        if (Temporal.Instant.compare(at, moment) > 0) break;
        due.push(`${place} ${stamp(at)}`);
      }
      return due;
    });
  }

  async #slotsBy(moment: Temporal.Instant) {
    return this.#db
      .selectFrom('digest_slots as slot')
      .innerJoin('digests as digest', 'digest.id', 'slot.digest_id')
      .selectAll('slot')
      .select('digest.place')
      .where('slot.slot_at', '<=', stamp(moment))
      .execute();
  }

  async #postsBy(moment: Temporal.Instant) {
    return this.#db.selectFrom('posts').selectAll().where('slot_at', '<=', stamp(moment)).execute();
  }
}

function isTold({ state }: { readonly state: string }): boolean {
  return state === 'said' || state === 'silent';
}

function keyOf(metadata: unknown): string | null {
  const { event_payload: payload } = (metadata ?? {}) as { event_payload?: { key?: string } };
  return payload?.key ?? null;
}
