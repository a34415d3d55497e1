import type { ExpressionBuilder } from 'kysely';
import type { Db, Tx } from './open.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** A message in Slack. */
export interface CardMessage {
  readonly teamId: string;
  readonly channelId: string;
  readonly ts: string;
}

/** A card in a channel that is kept current. */
export interface LiveCard extends CardMessage {
  readonly agendaId: string;
  readonly key: string;
  /** The last audit line of the issue that the card and its thread tell. */
  readonly toldLine: number;
}

/** A card whose issue was changed since. */
export interface UntoldCard extends LiveCard {
  /** When the first and the last of these changes were made. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** From now on the card is kept current. */
export async function addLiveCard(
  tx: Tx,
  card: LiveCard & { readonly by: string; readonly at: string },
): Promise<void> {
  await insert(tx, card);
}

/** Nothing keeps the card current any more. */
export async function dropLiveCard(tx: Tx, card: CardMessage): Promise<void> {
  await remove(tx, card);
}

/** What was changed up to a line counts as told. False when somebody else has told it meanwhile. */
export async function markTold(tx: Tx, card: LiveCard, line: number): Promise<boolean> {
  return (await update(tx, { ...card, line })).length > 0;
}

/** Up to which line a card tells by now; null when nothing keeps it current any more. */
export async function readToldLine(db: Db, card: CardMessage): Promise<number | null> {
  const [row] = await selectTold(db, card);
  return row?.toldLine ?? null;
}

/** Cards that don't tell yet what was changed. */
export async function listUntoldCards(db: Db): Promise<UntoldCard[]> {
  const rows = await selectUntold(db, {});
  return rows.flatMap(({ firstAt, lastAt, ...card }) =>
    firstAt === null || lastAt === null ? [] : [{ ...card, firstAt, lastAt }],
  );
}

const insert = prepared((db, given: LiveCard & { readonly by: string; readonly at: string }) =>
  db.insertInto('live_cards').values({
    team_id: given.teamId,
    channel_id: given.channelId,
    ts: given.ts,
    agenda_id: given.agendaId,
    issue_key: given.key,
    shared_by: given.by,
    shared_at: given.at,
    told_line: given.toldLine,
  }),
);

const remove = prepared((db, { teamId, channelId, ts }: CardMessage) =>
  db
    .deleteFrom('live_cards')
    .where('team_id', '=', teamId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts),
);

const update = prepared((db, given: LiveCard & { readonly line: number }) =>
  db
    .updateTable('live_cards')
    .set({ told_line: given.line })
    .where('team_id', '=', given.teamId)
    .where('channel_id', '=', given.channelId)
    .where('ts', '=', given.ts)
    .where('told_line', '=', given.toldLine)
    .returning('ts'),
);

const selectTold = prepared((db, { teamId, channelId, ts }: CardMessage) =>
  db
    .selectFrom('live_cards')
    .select('told_line as toldLine')
    .where('team_id', '=', teamId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts),
);

const selectUntold = prepared((db, _given: object) =>
  db
    .selectFrom('live_cards')
    .select((row) => [
      'team_id as teamId',
      'channel_id as channelId',
      'ts',
      'agenda_id as agendaId',
      'issue_key as key',
      'told_line as toldLine',
      timeOfUntold(row, 'asc').as('firstAt'),
      timeOfUntold(row, 'desc').as('lastAt'),
    ])
    .where((row) => row.exists(timeOfUntold(row, 'desc')))
    .orderBy('told_line'),
);

function timeOfUntold(row: ExpressionBuilder<Schema, 'live_cards'>, order: 'asc' | 'desc') {
  return row
    .selectFrom('audit_lines')
    .select('audit_lines.at')
    .whereRef('audit_lines.agenda_id', '=', 'live_cards.agenda_id')
    .whereRef('audit_lines.issue_key', '=', 'live_cards.issue_key')
    .whereRef('audit_lines.seq', '>', 'live_cards.told_line')
    .orderBy('audit_lines.seq', order)
    .limit(1);
}
