import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';

/** Somebody alone, or everyone in a channel, was shown something that only fewer people may see. */
export interface Reading {
  readonly at: string;
  readonly teamId: string;
  /** Who asked, or whose digest it was. */
  readonly by: string;
  /** The channel; empty for the Home tab. */
  readonly place: string;
  /** The part of an agenda where it is kept. */
  readonly agendaId: string;
  readonly key: string;
  readonly how: 'alone' | 'posted';
}

/** A reading in the log. */
export interface ReadingLine extends Reading {
  readonly seq: number;
  readonly hash: string;
}

/** Where the log begins since older readings were let go of. */
export interface Forgotten {
  /** The last one that was. */
  readonly seq: number;
  readonly hash: string;
  /** When the first day began of which all are kept. */
  readonly since: string;
}

/** Adds a line to the log of what was shown. Each has a hash over itself and the one before it. */
export async function addReading(tx: Tx, reading: Reading): Promise<void> {
  const [last] = await selectHead(tx, {});
  const seq = (last?.seq ?? 0) + 1;
  await insert(tx, { ...reading, seq, hash: hashOfReading({ ...reading, seq }, last?.hash ?? '') });
}

/** True when the same was shown to the same since a moment. */
export async function wasShownSince(
  tx: Tx,
  reading: Omit<Reading, 'at'>,
  since: string,
): Promise<boolean> {
  return (await selectSince(tx, { ...reading, since })).length > 0;
}

/** What was shown, the latest first: the lines before one, at most so many. */
export async function listReadings(
  db: Db,
  asked: { readonly teamId: string; readonly before: number; readonly limit: number },
): Promise<ReadingLine[]> {
  return selectBefore(db, asked);
}

/** All that is kept after one reading, the first first, some at a time. */
export async function* readReadings(db: Db, first = 0): AsyncGenerator<readonly ReadingLine[]> {
  for (let after = first; ;) {
    const lines = await selectAfter(db, { after });
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines;
    after = last.seq;
  }
}

/** What the log of changes says was let go of; null when nothing was. */
export async function readForgotten(db: Db | Tx): Promise<Forgotten | null> {
  const [line] = await selectForgotten(db, {});
  return line === undefined ? null : JSON.parse(line.details);
}

/** The last reading with only such before it as are older than a moment, and one after it. */
export async function findLastBefore(
  tx: Tx,
  moment: string,
): Promise<Pick<ReadingLine, 'hash' | 'seq'> | null> {
  const [last] = await selectLastBefore(tx, { moment });
  return last ?? null;
}

/** Deletes readings that the log of changes says are let go of, at most so many. Gives how many. */
export async function deleteForgotten(tx: Tx, most: number): Promise<number> {
  const { seq } = (await readForgotten(tx)) ?? { seq: 0 };
  return (await deleteUpTo(tx, { seq, most })).length;
}

/** The first line that does not follow from the one before it; null when all do. */
export async function findBrokenReading(db: Db): Promise<number | null> {
  const forgotten = (await readForgotten(db)) ?? { seq: 0, hash: '' };
  let before: Pick<ReadingLine, 'hash' | 'seq'> = forgotten;
  for await (const lines of readReadings(db, forgotten.seq)) {
    for (const line of lines) {
      if (line.seq !== before.seq + 1) return before.seq + 1;
      if (line.hash !== hashOfReading(line, before.hash)) return line.seq;
      before = line;
    }
  }
  // The last one is never let go of.
  return before === forgotten && forgotten.seq > 0 ? forgotten.seq + 1 : null;
}

function hashOfReading(
  { seq, at, teamId, by, place, agendaId, key, how }: Omit<ReadingLine, 'hash'>,
  before: string,
): string {
  const text = JSON.stringify([before, seq, at, teamId, by, place, agendaId, key, how]);
  return hash('sha256', text, 'base64url');
}

const COLUMNS = [
  'seq',
  'at',
  'team_id as teamId',
  'by',
  'place',
  'agenda_id as agendaId',
  'issue_key as key',
  'how',
  'hash',
] as const;

const selectHead = prepared((db, _given: object) =>
  db.selectFrom('readings').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1),
);

const insert = prepared((db, given: ReadingLine) =>
  db.insertInto('readings').values({
    seq: given.seq,
    at: given.at,
    team_id: given.teamId,
    by: given.by,
    place: given.place,
    agenda_id: given.agendaId,
    issue_key: given.key,
    how: given.how,
    hash: given.hash,
  }),
);

const selectForgotten = prepared((db, _given: object) =>
  db
    .selectFrom('audit_lines')
    .select('details')
    // Written down there, for only then is the index of these lines used.
    .where('action', '=', sql.lit('forget'))
    .orderBy('seq', 'desc')
    .limit(1),
);

const selectLastBefore = prepared((db, { moment }: { moment: string }) =>
  db
    .selectFrom('readings')
    .select(['seq', 'hash'])
    .where('seq', '<', (row) =>
      row.fn.coalesce(
        row
          .selectFrom('readings as kept')
          .select('kept.seq')
          .where('kept.at', '>=', moment)
          .orderBy('kept.seq')
          .limit(1),
        row.selectFrom('readings as last').select(({ fn }) => fn.max('last.seq').as('seq')),
      ),
    )
    .orderBy('seq', 'desc')
    .limit(1),
);

const deleteUpTo = prepared((db, { seq, most }: { seq: number; most: number }) =>
  db
    .deleteFrom('readings')
    .where('seq', 'in', (from) =>
      from.selectFrom('readings').select('seq').where('seq', '<=', seq).orderBy('seq').limit(most),
    )
    .returning('seq'),
);

const selectSince = prepared((db, given: Omit<Reading, 'at'> & { since: string }) =>
  db
    .selectFrom('readings')
    .select('seq')
    .where('agenda_id', '=', given.agendaId)
    .where('issue_key', '=', given.key)
    .where('at', '>=', given.since)
    .where('team_id', '=', given.teamId)
    .where('by', '=', given.by)
    .where('place', '=', given.place)
    .where('how', '=', given.how)
    .limit(1),
);

const selectBefore = prepared((db, given: { teamId: string; before: number; limit: number }) =>
  db
    .selectFrom('readings')
    .select(COLUMNS)
    .where('team_id', '=', given.teamId)
    .where('seq', '<', given.before)
    .orderBy('seq', 'desc')
    .limit(given.limit),
);

const selectAfter = prepared((db, { after }: { after: number }) =>
  db.selectFrom('readings').select(COLUMNS).where('seq', '>', after).orderBy('seq').limit(500),
);
