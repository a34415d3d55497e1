import type { Agenda, IsoDate, IssueCard } from '../src/agenda/record.ts';
import { lastChangeOf } from './audit-log.ts';
import { lastEntries } from './history.ts';
import { listOwners, listPositions, readIssue } from './issues.ts';
import { listDeskOwners } from './people.ts';
import type { Db, Tx } from './open.ts';
import { recordOf } from './sighted.ts';
import { prepared } from './prepared.ts';
import { isPresent, type StatusStart, startNow, startOn } from './standings.ts';

/** The present entry, three moves before it, and one more to tell what the oldest moved from. */
export const ENTRIES_ON_CARD = 5;

/** Entries ahead of their day are on the kept card: it is read from the day of the last entry on. */
const END_OF_TIME = '9999-12-31';

/** What stands on an issue's card on a day: the kept one, or worked out for a day gone by. */
export async function readCard(
  db: Db,
  agenda: Agenda,
  key: string,
  day: IsoDate,
): Promise<IssueCard> {
  if (isPresent(agenda, day)) {
    const kept = await findKeptCard(db, agenda.id, key);
    if (kept === null) throw new Error(`The issue "${key}" of "${agenda.id}" has no card`);
    return kept;
  }
  return composeCard(db, agenda.id, key, day, await startOn(db, agenda.id, key, day));
}

/** Keeps an issue's card in step: the last step of a transaction that changed anything on it, the log included. */
export async function refreshCard(tx: Tx, agendaId: string, key: string): Promise<void> {
  const card = JSON.stringify(await composeKeptCard(tx, agendaId, key));
  await upsertCard(tx, { agendaId, key, card });
}

/** The card that should be kept, worked out from all that is recorded. */
export async function composeKeptCard(db: Db, agendaId: string, key: string): Promise<IssueCard> {
  const start = await startNow(db, agendaId, key);
  return composeCard(db, agendaId, key, END_OF_TIME, start);
}

/** The card as it is kept, entries ahead of their day included. Null when there is no such issue. */
export async function findKeptCard(
  db: Db,
  agendaId: string,
  key: string,
): Promise<IssueCard | null> {
  const [kept] = await selectCard(db, { agendaId, key });
  if (kept !== undefined) return parsed(`${agendaId} ${key}`, kept.card);
  // Of an issue that only fewer people see all of, there is a card for none of them.
  const isThere = recordOf(db) !== db && (await selectKey(db, { agendaId, key })).length > 0;
  return isThere ? composeKeptCard(db, agendaId, key) : null;
}

/** Cards read lately, with the text they were read from: reading one takes as long as finding it. */
const lately = new Map<string, { readonly json: string; readonly card: IssueCard }>();
const MOST_LATELY = 200;

function parsed(id: string, json: string): IssueCard {
  const known = lately.get(id);
  if (known?.json === json) return known.card;
  const card: IssueCard = JSON.parse(json);
  remember(id, json, card);
  return card;
}

function remember(id: string, json: string, card: IssueCard): void {
  if (lately.size >= MOST_LATELY) lately.clear();
  lately.set(id, { json, card });
}

/** Keeps a card that someone worked out, of an issue that had another one. */
export async function keepCard(
  tx: Tx,
  agendaId: string,
  key: string,
  card: IssueCard,
): Promise<void> {
  const json = JSON.stringify(card);
  await updateCard(tx, { agendaId, key, card: json });
  remember(`${agendaId} ${key}`, json, card);
}

/** The same for every issue: names of parties and sources stand on all cards. */
export async function refreshCards(tx: Tx, agendaId: string): Promise<void> {
  const issues = await tx
    .selectFrom('issues')
    .select('key')
    .where('agenda_id', '=', agendaId)
    .execute();
  for (const { key } of issues) await refreshCard(tx, agendaId, key);
}

async function composeCard(
  db: Db,
  agendaId: string,
  key: string,
  until: IsoDate,
  start: StatusStart | null,
): Promise<IssueCard> {
  const { title, summary, category } = await readIssue(db, agendaId, key);
  return {
    title,
    summary,
    category,
    since: start?.since ?? null,
    sincePrecision: start?.sincePrecision ?? 'day',
    entries: await lastEntries(db, agendaId, key, { until, limit: ENTRIES_ON_CARD, offset: 0 }),
    positions: await listPositions(db, agendaId, key),
    owners: await listOwners(db, agendaId, key),
    deskOwners: await listDeskOwners(db, agendaId, key),
    lastChange: await lastChangeOf(db, agendaId, key),
  };
}

interface IssueId {
  readonly agendaId: string;
  readonly key: string;
}

const selectKey = prepared((db, { agendaId, key }: IssueId) =>
  db.selectFrom('issues').select('key').where('agenda_id', '=', agendaId).where('key', '=', key),
);

const selectCard = prepared((db, { agendaId, key }: IssueId) =>
  db
    .selectFrom('issue_cards')
    .select('card')
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key),
);

const upsertCard = prepared((db, { agendaId, key, card }: IssueId & { card: string }) =>
  db
    .insertInto('issue_cards')
    .values({ agenda_id: agendaId, issue_key: key, card })
    .onConflict((conflict) =>
      conflict
        .columns(['agenda_id', 'issue_key'])
        .doUpdateSet({ card })
        .where('issue_cards.card', '<>', card),
    ),
);

const updateCard = prepared((db, { agendaId, key, card }: IssueId & { card: string }) =>
  db
    .updateTable('issue_cards')
    .set({ card })
    .where('agenda_id', '=', agendaId)
    .where('issue_key', '=', key),
);
