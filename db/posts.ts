import { randomBytes } from 'node:crypto';
import { stamp } from '../src/agenda/stamp.ts';
import type { Tx } from './open.ts';
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
