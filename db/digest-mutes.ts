import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** `updates` leaves out all but changes of status. */
export type MuteLevel = Schema['digest_mutes']['level'];

/** An issue that a digest does not tell of, or not of all that happens to it. */
export interface Mute {
  readonly agendaId: string;
  readonly key: string;
  readonly level: MuteLevel;
  readonly by: string;
  readonly at: string;
}

interface MuteKey {
  readonly digestId: string;
  readonly agendaId: string;
  readonly key: string;
}

/** What a digest leaves out, in the order of the issues' names. */
export async function listMutes(db: Db, digestId: string): Promise<Mute[]> {
  return select(db, { digestId });
}

export async function keepMute(
  tx: Tx,
  digestId: string,
  { agendaId, key, level, by, at }: Mute,
): Promise<void> {
  await upsert(tx, { digestId, agendaId, key, level, by, at });
}

/** False when it was not muted. */
export async function removeMute(tx: Tx, mute: MuteKey): Promise<boolean> {
  return (await remove(tx, mute)).length > 0;
}

const select = prepared((db, { digestId }: { readonly digestId: string }) =>
  db
    .selectFrom('digest_mutes')
    .select(['agenda_id as agendaId', 'issue_key as key', 'level', 'by', 'at'])
    .where('digest_id', '=', digestId)
    .orderBy('agenda_id')
    .orderBy('issue_key'),
);

const upsert = prepared((db, given: Mute & { readonly digestId: string }) =>
  db
    .insertInto('digest_mutes')
    .values({
      digest_id: given.digestId,
      agenda_id: given.agendaId,
      issue_key: given.key,
      level: given.level,
      by: given.by,
      at: given.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['digest_id', 'agenda_id', 'issue_key'])
        .doUpdateSet({ level: given.level, by: given.by, at: given.at }),
    ),
);

const remove = prepared((db, { digestId, agendaId, key }: MuteKey) =>
  db
    .deleteFrom('digest_mutes')
    .where('digest_id', '=', digestId)
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key)
    .returning('issue_key'),
);
