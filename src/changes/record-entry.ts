import { revisionOf } from '../../db/audit-log.ts';
import { ENTRIES_ON_CARD, findKeptCard, keepCard, refreshCard } from '../../db/cards.ts';
import { entryInForce } from '../../db/history.ts';
import type { Db, Tx } from '../../db/open.ts';
import { continueIssue, partFor, partsAround } from '../../db/record/annexes.ts';
import { addEntries } from '../../db/record/entries.ts';
import { addTextWords } from '../../db/record/index-issue.ts';
import {
  countMove,
  type IssueToWrite,
  refreshStanding,
  runStart,
  writeStanding,
} from '../../db/record/standing.ts';
import { recordOf } from '../../db/sighted.ts';
import type { EntryDocument } from '../agenda/document.ts';
import { addDays } from '../agenda/days.ts';
import { phaseOn } from '../agenda/phase.ts';
import type { Mark } from '../agenda/marking.ts';
import type { Agenda, Entry, IsoDate, IssueCard } from '../agenda/record.ts';
import type { StatusKey } from '../agenda/status.ts';
import { isUsualMove } from '../agenda/transitions.ts';
import { type Asked, changeIssue, type Hindrance, logChange } from './change-of-issue.ts';
import { keepSources } from './keep-sources.ts';
import { type EntryDraft, type EntryContent, meansTheSame, settle } from './settle-entry.ts';
import { stamp } from '../agenda/stamp.ts';

/** What became of something to record. */
export type EntryOutcome =
  | EntryRecorded
  /** It says what is recorded already. */
  | { readonly kind: 'as it was'; readonly entry: Entry }
  /** Issues hardly ever move so; whoever says it did says why. */
  | { readonly kind: 'reason wanted'; readonly from: StatusKey; readonly to: StatusKey }
  /** There is no status yet that could stay as it is. */
  | { readonly kind: 'status wanted' }
  | Hindrance;

export interface EntryRecorded {
  readonly kind: 'recorded';
  readonly entry: Entry;
  /** The status up to that day; null for the first entry. */
  readonly from: StatusKey | null;
  /** True when it took the place of an entry of the same day. */
  readonly replaced: boolean;
  /** The entry that still says where the issue stands, when this one is for an earlier day. */
  readonly later: Entry | null;
}

/**
 * Adds an entry to an issue's history. An issue has one entry a day: another one takes the
 * place of the first, with all that was said when the status is the same, and both stay.
 */
export async function recordEntry(
  db: Db,
  agenda: Agenda,
  key: string,
  draft: EntryDraft,
  asked: Asked,
): Promise<EntryOutcome> {
  return changeIssue(db, { agendaId: agenda.id, key }, asked, async (tx, card, home) => {
    // What is known of the last day through a view is that of all its parts.
    const lastEntryOn = recordOf(db) === db ? agenda.lastEntryOn : null;
    const there = { agenda: { ...agenda, id: home, lastEntryOn }, key, card, draft, asked };
    if (asked.mark === null) return addToHistory(tx, { ...there, above: [] });
    return addToHistory(tx, await inAnnex(tx, there, asked.mark));
  });
}

/** The same addition where only those see it who may. */
async function inAnnex(tx: Tx, there: Omit<Addition, 'above'>, mark: Mark): Promise<Addition> {
  const { agenda, key, asked } = there;
  const partId = await partFor(tx, agenda.id, mark, asked);
  if (partId === agenda.id) return { ...there, above: [] };
  await continueIssue(tx, { from: agenda.id, partId, key }, asked);
  const card = await findKeptCard(tx, partId, key);
  const [, ...above] = await partsAround(tx, partId);
  return {
    ...there,
    agenda: { ...agenda, id: partId, lastEntryOn: null },
    card: card ?? there.card,
    above,
  };
}

interface Addition {
  readonly agenda: Agenda;
  readonly key: string;
  readonly card: IssueCard;
  readonly draft: EntryDraft;
  readonly asked: Asked;
  /** The parts of the agenda where the issue has its other entries, when these are for fewer people. */
  readonly above: readonly string[];
}

async function addToHistory(tx: Tx, addition: Addition): Promise<EntryOutcome> {
  const { agenda, key, card, draft } = addition;
  const here = await around(tx, agenda.id, key, card, draft.date);
  const sameDay = here.sameDay;
  const before = await latestBefore(tx, here.before, addition);
  const status = draft.status ?? sameDay?.status ?? before?.status ?? null;
  if (status === null) return { kind: 'status wanted' };
  const isSaidAlready = sameDay?.status === status;
  if (
    before !== null &&
    !isSaidAlready &&
    !isUsualMove(before.status, status) &&
    draft.note === ''
  ) {
    return { kind: 'reason wanted', from: before.status, to: status };
  }

  const kept = await keepSources(tx, agenda.id, draft.sources, draft.date);
  const content = settle({ ...draft, status }, kept.sources, sameDay);
  if (sameDay !== null && meansTheSame(content, sameDay)) {
    return { kind: 'as it was', entry: sameDay };
  }
  return writeEntry(tx, addition, { content, sameDay, before, sourceWrites: kept.writes });
}

/** The entry in force before that day, wherever it is kept. */
async function latestBefore(
  tx: Tx,
  own: Entry | null,
  { key, draft, above }: Addition,
): Promise<Entry | null> {
  let latest = own;
  for (const part of above) {
    const entry = await entryInForce(tx, part, key, addDays(draft.date, -1));
    if (entry !== null && entry.date > (latest?.date ?? '')) latest = entry;
  }
  return latest;
}

interface Place {
  /** The entry of that very day. */
  readonly sameDay: Entry | null;
  /** The entry in force before that day. */
  readonly before: Entry | null;
}

async function around(
  tx: Tx,
  agendaId: string,
  key: string,
  { entries }: IssueCard,
  date: IsoDate,
): Promise<Place> {
  const sameDay = entries.find((entry) => entry.date === date) ?? null;
  const before = entries.find((entry) => entry.date < date);
  if (before !== undefined) return { sameDay, before };
  if (entries.length < ENTRIES_ON_CARD) return { sameDay, before: null };
  // Further back than the card shows.
  const upTo = await entryInForce(tx, agendaId, key, date);
  if (upTo?.date !== date) return { sameDay: null, before: upTo };
  return { sameDay: upTo, before: await entryInForce(tx, agendaId, key, addDays(date, -1)) };
}

interface Written extends Place {
  readonly content: EntryContent;
  readonly sourceWrites: Parameters<typeof logChange>[3]['writes'];
}

async function writeEntry(
  tx: Tx,
  { agenda, key, card, draft, asked }: Addition,
  { content, sameDay, before, sourceWrites }: Written,
): Promise<EntryRecorded> {
  const issue = { agendaId: agenda.id, key, category: card.category };
  const { sources, reported, dateNote, ...said } = content;
  const document: EntryDocument = {
    ...said,
    phase: phaseOn(said.date, { start: agenda.startDate, end: agenda.endDate }),
    sources: sources.map(({ id }) => id),
    ...(reported !== null && { reported }),
    ...(dateNote !== null && { date_note: dateNote }),
  };
  const { ids, writes } = await addEntries(
    tx,
    issue,
    [{ entry: document, replaces: sameDay?.id ?? null }],
    asked,
  );
  const [id = ''] = ids;
  await addTextWords(tx, agenda.id, key, [said.note, said.attribution]);
  await logChange(tx, issue, asked, {
    action: draft.action,
    details: { entry: id, replaces: sameDay?.id ?? null },
    writes: [...sourceWrites, ...writes],
  });

  const entry: Entry = {
    ...content,
    id,
    recordedBy: asked.by,
    recordedAt: stamp(asked.at),
  };
  const known = card.lastChange?.revision;
  const revision = known === undefined ? await revisionOf(tx, agenda.id, key) : known + 1;
  const lastChange = { revision, action: draft.action, by: asked.by, at: entry.recordedAt };
  const next = await cardWith(tx, issue, { entry, sameDay, card: { ...card, lastChange } });
  if (next === null) {
    await refreshStanding(tx, issue);
    await refreshCard(tx, agenda.id, key);
  } else {
    const standing = { ...entry, since: next.since ?? entry.date };
    await writeStanding(tx, issue, standing, agenda.lastEntryOn);
    await countMove(tx, agenda.id, card.entries[0] ?? null, entry);
    await keepCard(tx, agenda.id, key, next);
  }
  const [last] = card.entries;
  return {
    kind: 'recorded',
    entry,
    from: before?.status ?? null,
    replaced: sameDay !== null,
    later: last !== undefined && last.date > entry.date ? last : null,
  };
}

/** The card with an entry on top of it, so that little has to be read again. Null when the entry isn't the last. */
async function cardWith(
  tx: Tx,
  issue: IssueToWrite,
  { entry, sameDay, card }: { entry: Entry; sameDay: Entry | null; card: IssueCard },
): Promise<IssueCard | null> {
  const [last] = card.entries;
  if (last !== undefined && last.date > entry.date) return null;
  const below = sameDay === null ? card.entries : card.entries.slice(1);
  const entries = [entry, ...below].slice(0, ENTRIES_ON_CARD);
  if (last?.status === entry.status) return { ...card, entries };
  const goesOn = sameDay !== null && below[0]?.status === entry.status;
  const start = goesOn ? await runStart(tx, issue, entry.status) : null;
  const began = start ?? { since: entry.date, sincePrecision: entry.precision };
  return { ...card, entries, ...began };
}
