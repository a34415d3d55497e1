import { findKeptCard } from '../db/cards.ts';
import { entryInForce } from '../db/history.ts';
import { readPreciseDay } from '../src/agenda/read-day.ts';
import { readNote } from '../src/agenda/read-update.ts';
import type { Agenda, Entry, IsoDate, IssueRef } from '../src/agenda/record.ts';
import { recordEntry } from '../src/changes/record-entry.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { sourceForm, sourceHelp } from '../src/messages/source-form.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { agendaOfForm } from './agenda-of-form.ts';
import { askedBy } from './asked.ts';
import type { Call, Command, FilledIn, Reply, Submission } from './command.ts';
import { replyTo } from './entry-reply.ts';
import { type Given, givenInWords, NOTHING_GIVEN, readGiven } from './given.ts';
import { mustMay } from './may.ts';
import { readingThatFits } from './reading-that-fits.ts';
import { misuse } from './reply.ts';
import { issueOf } from './update-form.ts';
import { withIssue } from './with-issue.ts';

/** `/summit source fentanyl https://…`: a page that supports where an issue stands. */
export const source: Command = {
  name: 'source',
  takes: '<issue> URL [publisher] [date] [on:DATE]',
  summary: 'Add a source to the last entry of an issue, or to that of a day',
  examples: [
    'source fentanyl https://www.example.org/readout',
    'source fentanyl https://www.example.org/news Reuters 14 Nov 2023 on:2023-11-14',
  ],
  detail:
    'The address is kept, and never opened. The same address is one source, however often it is given. With on: it supports the entry of that day.',
  writes: true,
  async run(call) {
    const typed = readNote(unescapeText(call.text), ['seen', 'over', 'publisher']);
    return withAgenda(call, async (agenda) => {
      const { reading, match } = await readingThatFits(call, agenda, typed.readings);
      const given = withAddress(givenInWords(typed, reading));
      const question = {
        command: 'source',
        typed: given.issue,
        options: rest(given),
        part: 1,
        match,
      };
      if (given.issue === '') return misuse(sourceHelp(null));
      return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
        if (issue === undefined || others.length + unknown.length > 0)
          return misuse(sourceHelp(null));
        return addSource(call, agenda, issue, named(given, todayFor(call, agenda)));
      });
    });
  },
  form: {
    async revise(call, filled) {
      const agenda = await agendaOfForm(call);
      const given = givenIn(filled);
      const issue = await issueOf(call, agenda, given.issue);
      if (issue === null) throw new Error(`No issue "${given.issue}" to add a source to`);
      return formFor(call, agenda, issue, given);
    },
    submit,
  },
};

/** A source that someone names, with the date it bears. */
type GivenSource = Given & { readonly date: string | null };

/** The address may stand before what is said of it. */
function withAddress(given: Given): Given {
  const [address] = ADDRESS.exec(given.note) ?? [];
  if (address === undefined) return given;
  const note = given.note.replace(address, ' ').trim();
  return { ...given, note, sources: [...given.sources, address] };
}

const ADDRESS = /<https?:[^<>]*>|https?:\/\/\S+/i;

/** What stands behind the address: who published it, and when. */
function named(given: Given, today: IsoDate): GivenSource {
  const words = given.note.split(/\s+/).filter((word) => word !== '');
  for (const count of [3, 2, 1]) {
    const day = readPreciseDay(words.slice(-count).join(' '), today);
    if (count > words.length || day === null || day.precision === 'year') continue;
    const date = day.precision === 'month' ? day.date.slice(0, 7) : day.date;
    return { ...given, date, publisher: given.publisher || words.slice(0, -count).join(' ') };
  }
  return { ...given, date: null, publisher: given.publisher || words.join(' ') };
}

async function addSource(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  given: GivenSource,
): Promise<Reply> {
  if (given.sources.length === 0) return askForSource(call, agenda, issue, given);
  const today = todayFor(call, agenda);
  const reading = readGiven({ ...given, note: '', status: '' }, today);
  if (reading.kind === 'problems') return misuse(Object.values(reading.problems).join(' '));
  const entry = await supported(call, agenda, issue.key, given, reading.draft.date);
  if (entry === null) return misuse(nothingOn(issue, given));
  const outcome = await recordEntry(
    call.db,
    agenda,
    issue.key,
    {
      ...reading.draft,
      action: 'source',
      date: entry.date,
      sources: reading.draft.sources.map((one) => ({ ...one, date: given.date })),
    },
    await askedBy(call, 'source', agenda.id, given.seen),
  );
  const words = `source ${issue.key} ${rest(given)}`;
  return replyTo(call, agenda, issue, { ...given, note: '' }, outcome, words);
}

/** The entry of the day that was named or, when none was, the last one. */
async function supported(
  { db }: Call,
  agenda: Agenda,
  key: string,
  given: Given,
  day: IsoDate,
): Promise<Entry | null> {
  const entry = await entryInForce(db, agenda.id, key, day);
  return given.on === '' || entry?.date === day ? entry : null;
}

function nothingOn({ key, title }: IssueRef, { on }: Given): string {
  return on === ''
    ? `Nothing is recorded of “${title}” yet that a source could support. Record it with /summit update ${key}.`
    : `Nothing is recorded of “${title}” on that day. See its days with /summit history ${key}.`;
}

function rest({ sources, publisher, on, note }: Given): string {
  return [
    ...sources.map((url) => `source:${url}`),
    publisher === '' ? '' : `publisher:"${publisher}"`,
    on === '' ? '' : `on:"${on}"`,
    note,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

async function askForSource(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  given: Given,
): Promise<Reply> {
  await mustMay(call, 'source', agenda.id);
  return {
    ...misuse(sourceHelp(issue.key)),
    form: await formFor(call, agenda, issue, given),
    outcome: 'match',
    issues: [issue.key],
  };
}

async function formFor(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  given: Given,
): Promise<NonNullable<Reply['form']>> {
  const card = await findKeptCard(call.db, agenda.id, issue.key);
  const reading = readGiven({ ...given, note: '', status: '' }, todayFor(call, agenda));
  return sourceForm({
    issue,
    entries: card?.entries ?? [],
    problems: reading.kind === 'problems' ? reading.problems : {},
    keep: JSON.stringify({ issue: issue.key, seen: given.seen ?? card?.lastChange?.revision ?? 0 }),
  });
}

function givenIn({ fields, keep }: FilledIn): GivenSource {
  const kept: { issue: string; seen: number } = JSON.parse(keep);
  const url = fields.get('source') ?? '';
  return {
    ...NOTHING_GIVEN,
    issue: kept.issue,
    seen: kept.seen,
    sources: url === '' ? [] : [url],
    publisher: fields.get('publisher') ?? '',
    on: fields.get('entry') ?? '',
    date: fields.get('date') ?? null,
  };
}

async function submit(call: Call, filled: FilledIn): Promise<Submission> {
  const agenda = await agendaOfForm(call);
  const given = givenIn(filled);
  if (given.sources.length === 0) {
    return { kind: 'problems', problems: { source: 'Give the address of the page.' } };
  }
  const reading = readGiven(given, todayFor(call, agenda));
  if (reading.kind === 'problems') return reading;
  const issue = await issueOf(call, agenda, given.issue);
  if (issue === null) {
    return { kind: 'problems', problems: { source: 'This issue is there no more.' } };
  }
  return { kind: 'done', reply: await addSource(call, agenda, issue, given) };
}
