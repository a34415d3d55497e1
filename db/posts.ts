import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { stamp } from '../src/agenda/stamp.ts';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import { newId } from './record/new-id.ts';
import type { Schema } from './schema.ts';

/** A message to be said unasked. */
export interface NewPost {
  readonly teamId: string;
  /** A channel's id, or a person's for a direct message. */
  readonly place: string;
  readonly purpose: Schema['posts']['purpose'];
  /** Of a digest's messages, which slot they tell. */
  readonly slot: { readonly digestId: string; readonly at: string } | null;
  /** The post in whose thread it stands, and that has to be there first. */
  readonly threadOf: string | null;
  /** An `Outgoing`. */
  readonly content: object;
  /** Not before then. */
  readonly notBefore: Temporal.Instant;
  /** Nobody wants it any more then. */
  readonly giveUpAt: Temporal.Instant;
}

/** A message on its way, as it was read. Moments are stamps, which sort by time. */
export interface Post {
  readonly id: string;
  readonly key: string;
  readonly teamId: string;
  readonly place: string;
  readonly channelId: string | null;
  readonly purpose: Schema['posts']['purpose'];
  readonly digestId: string | null;
  readonly slotAt: string | null;
  readonly threadOf: string | null;
  /** When the message was posted in whose thread it stands; null where it stands in none. */
  readonly threadTs: string | null;
  readonly content: string;
  readonly state: Schema['posts']['state'];
  readonly epoch: number;
  readonly leasedUntil: string | null;
  readonly attempts: number;
  readonly firstAttemptAt: string | null;
  readonly attemptAt: string | null;
  readonly notBefore: string;
  readonly giveUpAt: string;
  readonly touchedAt: string;
  readonly settledAt: string | null;
  readonly ts: string | null;
  readonly why: string | null;
}

/** What may become different about a post. */
export type PostChange = Partial<
  Omit<
    Post,
    | 'digestId'
    | 'id'
    | 'key'
    | 'place'
    | 'purpose'
    | 'slotAt'
    | 'teamId'
    | 'threadOf'
    | 'threadTs'
    | 'touchedAt'
  >
>;

/** Puts a message on its way: to be called in the transaction of what makes it due. Gives its id. */
export async function addPost(tx: Tx, post: NewPost, now: Temporal.Instant): Promise<string> {
  const id = newId(now);
  await insertPost(tx, {
    id,
    key: randomBytes(16).toString('base64url'),
    teamId: post.teamId,
    place: post.place,
    purpose: post.purpose,
    digestId: post.slot?.digestId ?? null,
    slotAt: post.slot?.at ?? null,
    threadOf: post.threadOf,
    content: JSON.stringify(post.content),
    notBefore: stamp(post.notBefore),
    giveUpAt: stamp(post.giveUpAt),
    now: stamp(now),
  });
  return id;
}

/**
 * Changes a post as long as it is as it was read: the same lease, in the same state. Null, and
 * no change, for whoever comes too late.
 */
export async function changePost(
  tx: Tx,
  post: Post,
  change: PostChange,
  now: Temporal.Instant,
): Promise<Post | null> {
  const after: Post = { ...post, ...change, touchedAt: stamp(now) };
  const given = { ...after, wasEpoch: post.epoch, wasState: post.state };
  return (await updatePost(tx, given)).length === 0 ? null : after;
}

/** Posts of a workspace whose turn has come, the first first, but for places that are busy. */
export async function listPostsToCarry(
  db: Db,
  wanted: {
    readonly teamId: string;
    readonly now: string;
    readonly busy: readonly string[];
    readonly most: number;
  },
): Promise<Post[]> {
  return selectToCarry(db, { ...wanted, busy: JSON.stringify(wanted.busy) });
}

/** Posts of a workspace that have to be looked for now, the first first. */
export async function listPostsToFind(
  db: Db,
  wanted: { readonly teamId: string; readonly now: string; readonly most: number },
): Promise<Post[]> {
  return selectToFind(db, wanted);
}

/** Posts that are on their way, and were last written after a moment. */
export async function listPostsTouchedAfter(
  db: Db,
  { moment, most }: { readonly moment: string; readonly most: number },
): Promise<Post[]> {
  return selectTouchedAfter(db, { moment, most });
}

/** The posts that wait for another one, in whose thread they stand. */
export async function listPostsBehind(db: Db, { id, digestId, slotAt }: Post): Promise<Post[]> {
  return digestId === null || slotAt === null ? [] : selectBehind(db, { id, digestId, slotAt });
}

/** The posts that wait to be said at a place. */
export async function listPostsWaitingAt(
  db: Db,
  { teamId, place }: { readonly teamId: string; readonly place: string },
): Promise<Post[]> {
  return selectWaitingAt(db, { teamId, place });
}

/** Where Slack wants Summit to wait in a workspace, and until when. */
export async function listPostsToldToWait(
  db: Db,
  wanted: { readonly teamId: string; readonly why: string; readonly now: string },
): Promise<Pick<Post, 'notBefore' | 'place'>[]> {
  return selectToldToWait(db, wanted);
}

const insertPost = prepared(
  (
    db,
    row: {
      readonly id: string;
      readonly key: string;
      readonly teamId: string;
      readonly place: string;
      readonly purpose: Schema['posts']['purpose'];
      readonly digestId: string | null;
      readonly slotAt: string | null;
      readonly threadOf: string | null;
      readonly content: string;
      readonly notBefore: string;
      readonly giveUpAt: string;
      readonly now: string;
    },
  ) =>
    db.insertInto('posts').values({
      id: row.id,
      key: row.key,
      team_id: row.teamId,
      place: row.place,
      purpose: row.purpose,
      digest_id: row.digestId,
      slot_at: row.slotAt,
      thread_of: row.threadOf,
      content: row.content,
      state: 'waiting',
      epoch: 0,
      attempts: 0,
      not_before: row.notBefore,
      give_up_at: row.giveUpAt,
      touched_at: row.now,
      created_at: row.now,
    }),
);

/** As the columns of a `Post`. */
function unsettled(db: Db) {
  return db
    .selectFrom('posts as post')
    .leftJoin('posts as parent', 'parent.id', 'post.thread_of')
    .where('post.settled_at', 'is', null)
    .select([
      'post.id',
      'post.key',
      'post.team_id as teamId',
      'post.place',
      'post.channel_id as channelId',
      'post.purpose',
      'post.digest_id as digestId',
      'post.slot_at as slotAt',
      'post.thread_of as threadOf',
      'parent.ts as threadTs',
      'post.content',
      'post.state',
      'post.epoch',
      'post.leased_until as leasedUntil',
      'post.attempts',
      'post.first_attempt_at as firstAttemptAt',
      'post.attempt_at as attemptAt',
      'post.not_before as notBefore',
      'post.give_up_at as giveUpAt',
      'post.touched_at as touchedAt',
      'post.settled_at as settledAt',
      'post.ts',
      'post.why',
    ]);
}

const updatePost = prepared(
  (db, row: Post & { readonly wasEpoch: number; readonly wasState: Post['state'] }) =>
    db
      .updateTable('posts')
      .set({
        channel_id: row.channelId,
        content: row.content,
        state: row.state,
        epoch: row.epoch,
        leased_until: row.leasedUntil,
        attempts: row.attempts,
        first_attempt_at: row.firstAttemptAt,
        attempt_at: row.attemptAt,
        not_before: row.notBefore,
        give_up_at: row.giveUpAt,
        touched_at: row.touchedAt,
        settled_at: row.settledAt,
        ts: row.ts,
        why: row.why,
      })
      .where('id', '=', row.id)
      .where('epoch', '=', row.wasEpoch)
      .where('state', '=', row.wasState)
      .where('settled_at', 'is', null)
      .returning('id'),
);

const selectToCarry = prepared(
  (
    db,
    given: {
      readonly teamId: string;
      readonly now: string;
      readonly busy: string;
      readonly most: number;
    },
  ) =>
    unsettled(db)
      .where('post.team_id', '=', given.teamId)
      .where('post.not_before', '<=', given.now)
      .where('post.state', 'in', ['posting', 'waiting'])
      .where('post.place', 'not in', sql<string>`(select value from json_each(${given.busy}))`)
      .orderBy('post.not_before')
      .orderBy('post.id')
      .limit(given.most),
);

const selectToFind = prepared(
  (db, given: { readonly teamId: string; readonly now: string; readonly most: number }) =>
    unsettled(db)
      .where('post.team_id', '=', given.teamId)
      .where('post.not_before', '<=', given.now)
      .where('post.state', 'in', ['sent', 'unclear'])
      .orderBy('post.not_before')
      .orderBy('post.id')
      .limit(given.most),
);

const selectTouchedAfter = prepared(
  (db, { moment, most }: { readonly moment: string; readonly most: number }) =>
    unsettled(db).where('post.touched_at', '>', moment).limit(most),
);

const selectBehind = prepared(
  (db, given: { readonly id: string; readonly digestId: string; readonly slotAt: string }) =>
    unsettled(db)
      .where('post.digest_id', '=', given.digestId)
      .where('post.slot_at', '=', given.slotAt)
      .where('post.thread_of', '=', given.id),
);

const selectToldToWait = prepared(
  (db, given: { readonly teamId: string; readonly why: string; readonly now: string }) =>
    db
      .selectFrom('posts')
      .select(['place', 'not_before as notBefore'])
      .where('settled_at', 'is', null)
      .where('team_id', '=', given.teamId)
      .where('not_before', '>', given.now)
      .where('why', '=', given.why)
      .orderBy('touched_at'),
);

const selectWaitingAt = prepared(
  (db, { teamId, place }: { readonly teamId: string; readonly place: string }) =>
    unsettled(db)
      .where('post.team_id', '=', teamId)
      .where('post.place', '=', place)
      .where('post.state', '=', 'waiting'),
);
