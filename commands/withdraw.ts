import { findKeptCard } from '../db/cards.ts';
import { entryInForce } from '../db/history.ts';
import { readEntry } from '../db/record/read-entry.ts';
import { readDay } from '../src/agenda/read-day.ts';
import { type Reading, readUpdate } from '../src/agenda/read-update.ts';
import type { Agenda, Entry, IsoDate, IssueRef } from '../src/agenda/record.ts';
import { withdrawEntry } from '../src/changes/withdraw-entry.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { plainWords } from '../src/messages/which-issue.ts';
import { whichEntry, withdrawn } from '../src/messages/withdrawn.ts';
import { todayFor, withAgenda } from './agenda-in-use.ts';
import { askedBy, readSeen } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { mustMay } from './may.ts';
import { tellHindrance } from './hindrance.ts';
import { readingThatFits } from './reading-that-fits.ts';
import { about, misuse, tell } from './reply.ts';
import { takeOptions } from './take-options.ts';
import { withIssue } from './with-issue.ts';

const ENTRY_ID = /^([0-9a-hjkmnp-tv-z]{12})(?:\s+(?:because\b[:\s]*)?(.*))?$/s;
const LONGEST_REASON = 3000;
const WHICH = 'Say which entry: /summit withdraw fentanyl on:2023-11-14 because …';

/** `/summit withdraw fentanyl on:2023-11-14 because …`: an entry that turned out to be wrong. */
export const withdraw: Command = {
  name: 'withdraw',
  takes: '<entry> [because …]',
  summary: 'Take an entry out that turned out to be wrong',
  examples: ['withdraw fentanyl on:2023-11-14 because Reuters took the report back'],
  detail:
    'An entry is named by its issue and its day, or by the id it has in the history. It stays in the history, with who withdrew it and why. To correct an entry, record what is right for the same day with update.',
  writes: true,
  async run(call) {
    const { text, options } = takeOptions(call.text);
    const [, id, because = ''] = ENTRY_ID.exec(text) ?? [];
    const seen = readSeen(options);
    if (id !== undefined && (await readEntry(call.db, id)) !== null) {
      return withdrawById(call, id, because, seen);
    }
    const typed = readUpdate(text);
    return withAgenda(call, async (agenda) => {
      const today = todayFor(call, agenda);
      const readings = typed.readings.map((one) => ({ ...one, on: typed.on ?? '' }));
      const dated = readings.map((one) => (one.on === '' ? withDayAtEnd(one, today) : one));
      const { reading, match } = await readingThatFits(call, agenda, dated);
      const { issue: name, note, on } = reading;
      if (name === '') return misuse(WHICH);
      const again = [on === '' ? '' : `on:"${on}"`, note === '' ? '' : `because ${note}`];
      const options = again.filter((part) => part !== '').join(' ');
      const question = { command: 'withdraw', typed: name, options, part: 1, match };
      return withIssue(call, agenda, question, async ([issue, ...others], unknown) =>
        issue === undefined || others.length + unknown.length > 0
          ? misuse(WHICH)
          : withdrawOn(call, agenda, issue, { on, because: note, seen }),
      );
    });
  },
};

type DatedReading = Reading & { readonly on: string };

/** `fentanyl on 15 Nov`: the day may be said without a colon. */
function withDayAtEnd(reading: DatedReading, today: IsoDate): DatedReading {
  const words = reading.issue.split(' ');
  for (const count of [4, 3, 2, 1]) {
    const on = words.slice(-count).join(' ');
    const before = words.slice(0, -count);
    if (before.length === 0 || readDay(on, today) === null) continue;
    const isLedTo = before.length > 1 && /^(?:on|of|from)$/i.test(before.at(-1) ?? '');
    return { ...reading, on, issue: before.slice(0, isLedTo ? -1 : undefined).join(' ') };
  }
  return reading;
}

interface Wanted {
  readonly on: string;
  readonly because: string;
  readonly seen: number | null;
}

/** The entry of the day that was named; asks about the last ones when none was. */
async function withdrawOn(
  call: Call,
  agenda: Agenda,
  issue: IssueRef,
  { on, because, seen }: Wanted,
): Promise<Reply> {
  await mustMay(call, 'withdraw', agenda.id);
  const today = todayFor(call, agenda);
  const day = on === '' ? null : readDay(on, today);
  if (on !== '' && day === null) {
    return misuse(`“${on.slice(0, 40)}” is not a day. Write it like on:2023-11-14.`);
  }
  if (day === null) return askWhich(call, agenda, issue, because);
  const entry = await entryInForce(call.db, agenda.id, issue.key, day);
  return entry?.date === day
    ? withdrawById(call, entry.id, because, seen)
    : misuse(
        `Nothing is recorded of “${issue.title}” on that day. See its days with /summit history ${issue.key}.`,
      );
}

async function askWhich(
  { db }: Call,
  agenda: Agenda,
  { key }: IssueRef,
  because: string,
): Promise<Reply> {
  const card = await findKeptCard(db, agenda.id, key);
  const entries: readonly Entry[] = card?.entries ?? [];
  if (card === null || entries.length === 0) {
    return { ...about(key, notice('There is no entry to withdraw.')), problem: 'refused' };
  }
  const reason = because === '' ? '' : ` because ${because.slice(0, 1500)}`;
  const buttons = entries.map(({ id, date }, index) => ({
    label: entries.length === 1 ? 'Withdraw it' : `Withdraw ${date}`,
    say: `withdraw ${id}${reason}`,
    ...(index === 0 ? { primary: true } : {}),
  }));
  const message = compose({ pieces: whichEntry(card, entries), words: '', buttons });
  return { ...about(key, message), problem: 'refused' };
}

async function withdrawById(
  call: Call,
  id: string,
  typed: string,
  seen: number | null,
): Promise<Reply> {
  const asked = await askedBy(
    call,
    'withdraw',
    (await readEntry(call.db, id))?.agendaId ?? null,
    seen,
  );
  const because = plainWords(typed).trim();
  if (because.length > LONGEST_REASON) {
    return misuse(
      `A reason is at most ${LONGEST_REASON} characters long; this one has ${because.length}.`,
    );
  }
  const outcome = await withdrawEntry(call.db, id, because === '' ? null : because, asked);
  switch (outcome.kind) {
    case 'withdrawn': {
      const { entry, card } = outcome;
      const message = compose({
        pieces: withdrawn(entry.entry, card),
        words: '',
        buttons: [
          { label: 'Undo', say: 'undo' },
          { label: 'Status', say: `status ${entry.key}` },
          { label: 'History', say: `history ${entry.key}` },
        ],
      });
      return about(entry.key, message);
    }
    case 'ended': {
      const { key } = outcome.entry;
      const said = `That entry was withdrawn or replaced before: see /summit history ${key}.`;
      return { ...about(key, notice(said)), problem: 'refused' };
    }
    case 'no entry':
      return { ...tell(notice('There is no such entry.')), problem: 'refused' };
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone': {
      const words = `withdraw ${id}${because === '' ? '' : ` because ${because}`}`;
      return tellHindrance(call, (await readEntry(call.db, id))?.key ?? '', words, outcome);
    }
  }
}
