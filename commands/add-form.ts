import { readDay } from '../src/agenda/read-day.ts';
import type { Agenda } from '../src/agenda/record.ts';
import { readStatus } from '../src/agenda/status-words.ts';
import { readAddress } from '../src/agenda/web-address.ts';
import { issuesCalled } from '../src/changes/issues-called.ts';
import { addForm, addHelp } from '../src/messages/add-form.ts';
import type { Form } from '../src/messages/form.ts';
import { compose } from '../src/messages/pieces.ts';
import { type AddGiven, readAddGiven } from './add-given.ts';
import { todayFor } from './agenda-in-use.ts';
import type { Call, FilledIn, Reply } from './command.ts';
import { NOTHING_GIVEN } from './given.ts';
import { mustMay } from './may.ts';

/** What a form keeps beside its fields. */
interface Kept {
  /** The title that was shown to be there already. */
  readonly shown: string;
  readonly sources: readonly string[];
  readonly publisher: string;
  readonly confidence: string;
}

/** The form, filled in with what is known; its message says what to type where no form can be shown. */
export async function showAddForm(call: Call, agenda: Agenda, given: AddGiven): Promise<Reply> {
  await mustMay(call, 'add', agenda.id);
  const buttons = [{ label: 'Fill in a form', say: 'add' }];
  return {
    message: compose({ pieces: addHelp(), words: 'add', buttons, buttonsAreSaid: true }),
    form: await addFormWith(call, agenda, given),
    outcome: 'other',
    issues: [],
    problem: 'usage',
  };
}

/** The form as it should look with what is filled in. */
export async function addFormWith(call: Call, agenda: Agenda, given: AddGiven): Promise<Form> {
  const { title, category, summary, aliases, entry, anyway } = given;
  const today = todayFor(call, agenda);
  const reading = readAddGiven(given, today);
  const { title: untitled, ...others } = reading.kind === 'problems' ? reading.problems : {};
  const [source = '', ...sources] = entry.sources;
  const kept: Kept = {
    shown: anyway ? title : '',
    sources,
    publisher: entry.publisher,
    confidence: entry.confidence,
  };
  return addForm({
    title,
    category,
    summary,
    aliases,
    note: entry.note,
    says: entry.says,
    source: readAddress(source) ?? '',
    status: readStatus(entry.status) ?? 'proposed',
    day: readDay(entry.on, today) ?? today,
    there: title.trim() === '' ? [] : await issuesCalled(call.db, agenda.id, title),
    anyway,
    problems: title === '' || untitled === undefined ? others : { ...others, title: untitled },
    keep: JSON.stringify(kept),
  });
}

/** What is filled in so far. */
export function addGivenIn({ fields, keep }: FilledIn): AddGiven {
  const { shown, sources, publisher, confidence }: Kept = JSON.parse(keep);
  const field = (name: string): string => fields.get(name) ?? '';
  const title = field('title').trim();
  const source = field('source');
  return {
    title,
    category: field('category'),
    summary: field('summary'),
    aliases: field('aliases'),
    anyway: shown !== '' && shown === title,
    entry: {
      ...NOTHING_GIVEN,
      status: field('status'),
      note: field('note'),
      sources: [...(source === '' ? [] : [source]), ...sources],
      publisher,
      on: field('on'),
      says: field('says'),
      confidence,
    },
  };
}
