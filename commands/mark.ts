import { entryInForce } from '../db/history.ts';
import { markOfPart, marksOf } from '../db/markings.ts';
import { partsSeen } from '../db/sighted.ts';
import { homeOf } from '../src/agenda/annex.ts';
import { ATTRIBUTION_RULES, readAttributionRule } from '../src/agenda/attribution-rule.ts';
import {
  isAsStrict,
  isStricter,
  type Mark,
  type Marking,
  MARKINGS,
  readMarking,
} from '../src/agenda/marking.ts';
import { ME, personTyped } from '../src/agenda/owner-words.ts';
import { readDay } from '../src/agenda/read-day.ts';
import type { Agenda, Entry, IssueRef } from '../src/agenda/record.ts';
import { embargoEntry, ruleEntry } from '../src/changes/entry-terms.ts';
import { markAgenda, markEntry, markIssue, type MarkOutcome } from '../src/changes/mark.ts';
import { dateInWords } from '../src/messages/dates.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { GONE, REPEATED } from '../src/messages/hindrance.ts';
import { embargoed, marked, markedAlready, markShown, ruled } from '../src/messages/marking.ts';
import { notice } from '../src/messages/notice.ts';
import { compose, type Piece, type SayButton } from '../src/messages/pieces.ts';
import type { Span } from '../src/messages/spans.ts';
import { echo } from '../src/messages/which-issue.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { askedBy } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { readOptions } from './options.ts';
import { about, misuse, refused, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

const HOW = `/summit mark fentanyl AMBER. The markings are ${MARKINGS.join(', ')}`;

const WHICH_ENTRY = 'Rules and embargos are for entries: say its day too, such as on:2023-11-15.';

/** `/summit mark fentanyl RED @ann`: who may see an issue, an entry or an agenda. */
export const mark: Command = {
  name: 'mark',
  takes: '<issue | agenda> [marking] [on:DATE] [@person …] [rule:…] [embargo:…]',
  summary: 'See or change who may see an issue, by its TLP marking',
  examples: [
    'mark fentanyl',
    'mark fentanyl AMBER',
    'mark fentanyl RED',
    'mark fentanyl GREEN on:2023-11-15',
  ],
  detail: `The markings are those of the Traffic Light Protocol: ${MARKINGS.join(', ')}. With on: it is about the entry of that day. RED is seen by you and the people you name, alone. AMBER+STRICT, said in a private channel, is seen by its members. Nothing is ever marked for more people than what it belongs to. Of an entry, rule: says how it may be passed on (${ATTRIBUTION_RULES.join(', ')}), and nobody is named where it says so; embargo: keeps it from guests and public channels until then.`,
  writes: true,
  async run(call) {
    const { words, options } = readOptions(unescapeText(call.text), ['on', 'rule', 'embargo']);
    const typed = readWords(words);
    return withAgenda(call, async (agenda) => {
      if (/^(?:the |this )?agenda$/i.test(typed.rest)) return agendaMark(call, agenda, typed);
      if (typed.rest === '') return misuse(`Say which issue: ${HOW}.`);
      const on = options.get('on');
      const again = [typed.marking ?? '', on === undefined ? '' : `on:${on}`].filter(Boolean);
      const question = { command: 'mark', typed: typed.rest, options: again.join(' '), part: 1 };
      return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
        if (issue === undefined || others.length + unknown.length > 0) {
          return misuse(`Mark one issue at a time: ${HOW}.`);
        }
        const terms = { rule: options.get('rule'), embargo: options.get('embargo') };
        if (on !== undefined) return entryMark(call, agenda, issue, typed, { on, ...terms });
        if (terms.rule !== undefined || terms.embargo !== undefined) return misuse(WHICH_ENTRY);
        return typed.marking === null
          ? show(call, agenda, issue)
          : issueMark(call, agenda, issue, typed);
      });
    });
  },
};

/** What is said of the entry of a day. */
interface EntryTerms {
  readonly on: string;
  readonly rule: string | undefined;
  readonly embargo: string | undefined;
}

interface TypedMark {
  readonly rest: string;
  readonly marking: Marking | null;
  /** Ids of the people who are named; `me` stands for whoever asks. */
  readonly people: readonly string[];
}

/** The marking and the people stand after what is marked. */
function readWords(words: string): TypedMark {
  const all = words.split(' ').filter((word) => word !== '');
  const people = all.flatMap((word) => personTyped(word) ?? []);
  const rest = all.filter((word) => personTyped(word) === null);
  while (/^(?:and|for|to)$/i.test(rest.at(-1) ?? '')) rest.pop();
  for (const count of [2, 1]) {
    const marking = readMarking(rest.slice(-count).join(' '));
    if (rest.length >= count && marking !== null) {
      return { rest: rest.slice(0, -count).join(' '), marking, people };
    }
  }
  return { rest: rest.join(' '), marking: null, people };
}

async function show(call: Call, agenda: Agenda, { key, title }: IssueRef): Promise<Reply> {
  const { mark: now, entries } = await marksOf(call.db, agenda.id, key);
  const parts = await partsSeen(call.db);
  const { marking: ofAgenda } = markOfPart(parts, homeOf(agenda.id, ''));
  const buttons = MARKINGS.filter((one) => !isStricter(ofAgenda, one) && one !== now.marking).map(
    (one): SayButton => ({
      label: one === ofAgenda ? `${one}, as the agenda` : one,
      say: `mark ${key} ${one}`,
    }),
  );
  return about(key, compose({ pieces: markShown(title, now, entries), words: '', buttons }));
}

async function issueMark(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  typed: TypedMark,
): Promise<Reply> {
  const wanted = await markOf(call, agenda, typed);
  if (typeof wanted === 'string') return misuse(wanted);
  const { mark: now } = await marksOf(call.db, agenda.id, issue.key);
  const asked = await askedBy(call, deedFor(now, wanted.mark), agenda.id);
  const outcome = await markIssue(
    call.db,
    { agendaId: agenda.id, key: issue.key },
    wanted.toMake,
    asked,
  );
  return replyTo(outcome, issue.key, [{ bold: issue.title }], wanted.mark);
}

async function entryMark(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  typed: TypedMark,
  { on, rule, embargo }: EntryTerms,
): Promise<Reply> {
  const day = readDay(on, todayFor(call, agenda));
  if (day === null)
    return misuse(`“${on.slice(0, 40)}” is not a day. Write it like on:2023-11-14.`);
  const entry = await entryInForce(call.db, agenda.id, issue.key, day);
  if (entry?.date !== day) {
    return misuse(
      `Nothing is recorded of “${issue.title}” on that day. See its days with /summit history ${issue.key}.`,
    );
  }
  if (rule !== undefined) return giveRule(call, agenda, issue, entry, rule);
  if (embargo !== undefined) return putUnderEmbargo(call, agenda, issue, entry, embargo);
  if (typed.marking === null) {
    return misuse(`Say how to mark it: /summit mark ${issue.key} AMBER on:${day}.`);
  }
  const wanted = await markOf(call, agenda, typed);
  if (typeof wanted === 'string') return misuse(wanted);
  const { mark: ofIssue, entries } = await marksOf(call.db, agenda.id, issue.key);
  const now = entries.find(({ id }) => id === entry.id)?.mark ?? ofIssue;
  const asked = await askedBy(call, deedFor(now, wanted.mark), agenda.id);
  const of = { agendaId: agenda.id, key: issue.key };
  const toMake = isAsStrict(ofIssue, wanted.mark) ? null : wanted.mark;
  const outcome = await markEntry(call.db, of, entry.id, toMake, asked);
  const what: Span[] = [`The entry of ${dateInWords(day)} on `, { bold: issue.title }];
  return replyTo(outcome, issue.key, what, toMake ?? ofIssue);
}

async function giveRule(
  call: Call,
  agenda: Agenda,
  { key, title }: IssueRef,
  { id, date }: Entry,
  typed: string,
): Promise<Reply> {
  const rule = readAttributionRule(typed);
  if (rule === null) {
    return misuse(`“${echo(typed)}” is no rule. The rules are ${ATTRIBUTION_RULES.join(', ')}.`);
  }
  const asked = await askedBy(call, rule === 'on the record' ? 'widen' : 'mark', agenda.id);
  const outcome = await ruleEntry(call.db, { agendaId: agenda.id, key }, id, rule, asked);
  return termsReply(outcome, key, ruled(title, date, rule));
}

async function putUnderEmbargo(
  call: Call,
  agenda: Agenda,
  { key, title }: IssueRef,
  { id, date }: Entry,
  typed: string,
): Promise<Reply> {
  const until = readEmbargo(typed, call.who.timeZone);
  if (until === null || Temporal.Instant.compare(until, call.now) <= 0) {
    return misuse(
      `“${echo(typed)}” is no moment to come. Write it like embargo:2026-11-16T09:00, by your own clocks.`,
    );
  }
  const asked = await askedBy(call, 'mark', agenda.id);
  const outcome = await embargoEntry(call.db, { agendaId: agenda.id, key }, id, until, asked);
  const local = until.toZonedDateTimeISO(call.who.timeZone);
  return termsReply(outcome, key, embargoed(title, date, local));
}

/** A day alone begins at midnight. */
function readEmbargo(typed: string, timeZone: string): Temporal.Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/i.test(typed)) return null;
  try {
    return Temporal.PlainDateTime.from(typed).toZonedDateTime(timeZone).toInstant();
  } catch {
    return null;
  }
}

function termsReply(outcome: MarkOutcome, key: string, pieces: readonly Piece[]): Reply {
  if (outcome.kind !== 'marked' && outcome.kind !== 'as it was') {
    return replyTo(outcome, key, [], { marking: 'GREEN', room: null, readers: null });
  }
  return about(
    key,
    compose({ pieces, words: '', buttons: [{ label: 'Status', say: `status ${key}` }] }),
  );
}

async function agendaMark(call: Call, agenda: Agenda, typed: TypedMark): Promise<Reply> {
  const now = markOfPart(await partsSeen(call.db), homeOf(agenda.id, ''));
  if (typed.marking === null) {
    return tell(compose({ pieces: markShown(agenda.title, now, []), words: '' }));
  }
  const wanted = { ...(await newMark(call, typed, typed.marking)) };
  const asked = await askedBy(call, 'mark-agenda', null);
  const outcome = await markAgenda(call.db, homeOf(agenda.id, ''), wanted, asked);
  return replyTo(outcome, '', [{ bold: agenda.title }], wanted);
}

interface WantedMark {
  /** What will hold. */
  readonly mark: Mark;
  /** Null where that is what the agenda is marked with. */
  readonly toMake: Mark | null;
}

/** What was meant, or in one sentence why it can't be. */
async function markOf(call: Call, agenda: Agenda, typed: TypedMark): Promise<WantedMark | string> {
  const { marking } = typed;
  if (marking === null) return `Say how to mark it: ${HOW}.`;
  if (typed.people.length > 0 && marking !== 'RED') {
    return `People are named for RED alone: /summit mark ${typed.rest} RED @ann.`;
  }
  const ofAgenda = markOfPart(await partsSeen(call.db), homeOf(agenda.id, ''));
  const mark = await newMark(call, typed, marking);
  return isAsStrict(ofAgenda, mark) ? { mark: ofAgenda, toMake: null } : { mark, toMake: mark };
}

async function newMark(call: Call, { people }: TypedMark, marking: Marking): Promise<Mark> {
  const named = people.map((id) => (id === ME ? call.who.id : id));
  const readers = marking === 'RED' ? [...new Set([call.who.id, ...named])] : null;
  const room = marking === 'AMBER+STRICT' ? ((await call.markHere?.())?.room ?? null) : null;
  return { marking, room, readers };
}

function deedFor(now: Mark, wanted: Mark): 'mark' | 'widen' {
  return isAsStrict(wanted, now) ? 'mark' : 'widen';
}

function replyTo(outcome: MarkOutcome, key: string, what: readonly Span[], now: Mark): Reply {
  switch (outcome.kind) {
    case 'marked': {
      const buttons = outcome.key === '' ? [] : [{ label: 'Status', say: `status ${outcome.key}` }];
      const message = compose({ pieces: marked(what, now), words: '', buttons });
      return outcome.key === '' ? tell(message) : about(outcome.key, message);
    }
    case 'as it was':
      return about(key, compose({ pieces: markedAlready(what, now), words: '' }));
    case 'day taken':
      return refused(
        'Where it would go that day has an entry already: withdraw one of them first.',
      );
    case 'gone':
      return refused(GONE);
    case 'repeated':
      return tell(notice(REPEATED));
  }
}
