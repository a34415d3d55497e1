import { findKeptCard } from '../db/cards.ts';
import type { Agenda, IssueCard, IssueRef } from '../src/agenda/record.ts';
import { readDay } from '../src/agenda/read-day.ts';
import { readStatus } from '../src/agenda/status-words.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import { readAddress } from '../src/agenda/web-address.ts';
import type { Hindrance } from '../src/changes/change-of-issue.ts';
import { overtaken } from '../src/messages/hindrance.ts';
import type { Form } from '../src/messages/form.ts';
import { compose } from '../src/messages/pieces.ts';
import { AS_IT_IS, updateForm, updateHelp } from '../src/messages/update-form.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import type { Call, FilledIn, Reply } from './command.ts';
import { mustMay } from './may.ts';
import { about, tell } from './reply.ts';
import { type Given, NOTHING_GIVEN, readGiven, restInWords } from './given.ts';

/** The form, filled in with what is known; its message says what to type where no form can be shown. */
export async function formAbout(call: Call, given: Partial<Given>): Promise<Reply> {
  return withAgenda(call, (agenda) => showUpdateForm(call, agenda, { ...NOTHING_GIVEN, ...given }));
}

/** The same, in an agenda. An issue that is given is given by its key. */
export async function showUpdateForm(
  call: Call,
  agenda: Agenda,
  given: Given,
  unusual: { readonly from: StatusKey; readonly to: StatusKey } | null = null,
): Promise<Reply> {
  await mustMay(call, 'update', agenda.id);
  const card = await cardOf(call, agenda, given.issue);
  const shown = { ...given, seen: given.seen ?? card?.lastChange?.revision ?? 0 };
  const words = given.issue === '' ? 'update' : `update ${given.issue}`;
  const message = compose({
    pieces: updateHelp(card !== null, unusual, lineToType(given)),
    words,
    buttons: [{ label: 'Fill in a form', say: words }],
    buttonsAreSaid: true,
  });
  return {
    ...(given.issue === '' ? tell(message) : about(given.issue, message)),
    form: await formWith(call, agenda, shown),
    problem: 'usage',
  };
}

/** What was said so far, with what is missing named. */
function lineToType(given: Given): string {
  const { issue, note } = given;
  const status = readStatus(given.status) ?? '<status>';
  const rest = restInWords(given);
  const shown = rest.length > LONGEST_REST ? '' : rest;
  const because = shown === '' || note === '' ? 'because …' : '';
  return ['/summit update', issue || '<issue>', status, shown, because].filter(Boolean).join(' ');
}

/** What is longer is not said back. */
const LONGEST_REST = 300;

/** The form as it should look with what is filled in; with what somebody else did meanwhile on top. */
export async function formWith(
  call: Call,
  agenda: Agenda,
  given: Given,
  first: (Hindrance & { kind: 'overtaken' }) | null = null,
): Promise<Form> {
  const today = todayFor(call, agenda);
  const reading = readGiven(given, today);
  const { issue, note, publisher, says, confidence } = given;
  const source = readAddress(given.sources[0] ?? '') ?? '';
  return updateForm({
    fields: { issue, note, source, publisher, says, confidence: confidence.toLowerCase() },
    day: readDay(given.on, today) ?? today,
    status: readStatus(given.status),
    card: await cardOf(call, agenda, issue),
    problems: reading.kind === 'problems' ? reading.problems : {},
    above: first === null ? [] : overtaken(first.first, first.card, call.now),
    keep: JSON.stringify({ seen: given.seen, sources: given.sources.slice(1) }),
  });
}

/** What is filled in so far. */
export function givenIn({ fields, keep }: FilledIn): Given {
  const kept: { seen: number | null; sources: string[] } = JSON.parse(keep);
  const field = (name: string): string => fields.get(name) ?? '';
  const source = field('source');
  return {
    issue: field('issue'),
    status: field('status') === AS_IT_IS ? '' : field('status'),
    note: field('note'),
    sources: [...(source === '' ? [] : [source]), ...kept.sources],
    publisher: field('publisher'),
    on: field('on'),
    says: field('says'),
    confidence: field('confidence'),
    seen: kept.seen,
  };
}

/** The issue of a key, as a form gives it. */
export async function issueOf(call: Call, agenda: Agenda, key: string): Promise<IssueRef | null> {
  const card = await cardOf(call, agenda, key);
  return card === null ? null : { key, title: card.title };
}

async function cardOf(call: Call, agenda: Agenda, key: string): Promise<IssueCard | null> {
  return key === '' ? null : findKeptCard(call.db, agenda.id, key);
}
