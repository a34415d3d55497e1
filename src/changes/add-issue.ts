import { refreshCard } from '../../db/cards.ts';
import { isKnownInput } from '../../db/inputs.ts';
import type { Db, Tx } from '../../db/open.ts';
import { partFor } from '../../db/record/annexes.ts';
import { addEntries } from '../../db/record/entries.ts';
import { indexIssue } from '../../db/record/index-issue.ts';
import { addIssue, freeIssueKey, nextPosition, writeOfIssue } from '../../db/record/issues.ts';
import { refreshStanding } from '../../db/record/standing.ts';
import type { EntryDocument, IssueDocument } from '../agenda/document.ts';
import { keyFrom } from '../agenda/key-from.ts';
import { phaseOn } from '../agenda/phase.ts';
import type { Agenda, Category, Entry, IsoDate, IssueRef } from '../agenda/record.ts';
import type { StatusKey } from '../agenda/status.ts';
import { type Asked, type Hindrance, logChange } from './change-of-issue.ts';
import { issuesCalled } from './issues-called.ts';
import { keepSources } from './keep-sources.ts';
import { record } from './record.ts';
import { type EntryDraft, settle } from './settle-entry.ts';
import { stamp } from '../agenda/stamp.ts';

/** An issue to put on the agenda, with the first thing known of it. */
export interface NewIssue {
  readonly title: string;
  readonly category: Category;
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly entry: EntryDraft & { readonly status: StatusKey };
  /** The day it is put there. */
  readonly today: IsoDate;
  /** Even if another issue is called so. */
  readonly anyway: boolean;
}

/** What became of an issue to add. */
export type AddOutcome =
  | { readonly kind: 'added'; readonly issue: IssueRef; readonly entry: Entry }
  /** These are called so already, or nearly so. */
  | { readonly kind: 'there already'; readonly issues: readonly IssueRef[] }
  | Extract<Hindrance, { readonly kind: 'repeated' }>;

/** Puts an issue at the end of the agenda, unless one of that name is there. */
export async function addNewIssue(
  db: Db,
  agenda: Agenda,
  wanted: NewIssue,
  asked: Asked,
): Promise<AddOutcome> {
  return record(db, async (tx) => {
    if (asked.inputId !== null && (await isKnownInput(tx, asked.inputId))) {
      return { kind: 'repeated' };
    }
    const issues = wanted.anyway ? [] : await issuesCalled(tx, agenda.id, wanted.title);
    if (issues.length > 0) return { kind: 'there already', issues };
    if (asked.mark === null) return putOnAgenda(tx, agenda, wanted, asked);
    const partId = await partFor(tx, agenda.id, asked.mark, asked);
    const inside = wanted.anyway ? [] : await issuesCalled(tx, partId, wanted.title);
    return inside.length > 0
      ? { kind: 'there already', issues: inside }
      : putOnAgenda(tx, { ...agenda, id: partId }, wanted, asked);
  });
}

async function putOnAgenda(
  tx: Tx,
  agenda: Agenda,
  { title, category, summary, aliases, entry: draft, today }: NewIssue,
  asked: Asked,
): Promise<AddOutcome> {
  const key = await freeIssueKey(tx, agenda.id, keyFrom(title));
  const kept = await keepSources(tx, agenda.id, draft.sources, draft.date);
  const content = settle(draft, kept.sources, null);
  const { sources, reported: _reported, dateNote: _dateNote, ...said } = content;
  const phase = phaseOn(said.date, { start: agenda.startDate, end: agenda.endDate });
  const first: EntryDocument = { ...said, phase, sources: sources.map(({ id: source }) => source) };
  const issue: IssueDocument = {
    key,
    title,
    aliases,
    category,
    origin: today > agenda.startDate ? 'outcome' : 'agenda',
    summary,
    positions: {},
    owners: [],
    history: [first],
    evidence: [],
    related: [],
  };
  await addIssue(tx, agenda.id, await nextPosition(tx, agenda.id), issue);
  const of = { agendaId: agenda.id, key, category };
  const { ids, writes } = await addEntries(tx, of, [{ entry: first, replaces: null }], asked);
  const [id = ''] = ids;
  await refreshStanding(tx, of);
  await indexIssue(tx, agenda.id, issue);
  await logChange(tx, of, asked, {
    action: 'add',
    details: { key, title, category, summary, aliases, entry: id },
    writes: [...kept.writes, await writeOfIssue(tx, agenda.id, key), ...writes],
  });
  await refreshCard(tx, agenda.id, key);
  return {
    kind: 'added',
    issue: { key, title },
    entry: {
      ...content,
      id,
      recordedBy: asked.by,
      recordedAt: stamp(asked.at),
    },
  };
}
