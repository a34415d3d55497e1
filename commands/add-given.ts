import { fold } from '../src/agenda/fold.ts';
import type { TypedUpdate } from '../src/agenda/read-update.ts';
import type { Category, IsoDate } from '../src/agenda/record.ts';
import { isSameName } from '../src/agenda/same-name.ts';
import type { NewIssue } from '../src/changes/add-issue.ts';
import { CATEGORIES } from '../src/messages/categories.ts';
import { plainWords } from '../src/messages/which-issue.ts';
import { type Given, givenInWords, type Problems, readGiven, restInWords } from './given.ts';
import { listNames, problemWithNames } from './names-typed.ts';

/** What someone said of an issue to add, in words or in a form; empty where nothing was said. */
export interface AddGiven {
  readonly title: string;
  readonly category: string;
  readonly summary: string;
  /** Parted by commas. */
  readonly aliases: string;
  /** The first entry. */
  readonly entry: Given;
  /** Even if another issue is called so. */
  readonly anyway: boolean;
}

/** Options of `add` beside those of an entry. */
export const ADD_OPTIONS = ['category', 'summary', 'aliases', 'status', 'publisher', 'anyway'];

/** What was typed after `add`. */
export function addGivenInWords(typed: TypedUpdate): AddGiven {
  const { options, readings, note } = typed;
  const option = (name: string): string => plainWords(options.get(name) ?? '').trim();
  const entry = givenInWords(typed, { issue: '', status: null, note });
  return {
    title: titleOf(readings[0]?.issue ?? ''),
    category: option('category').toLowerCase(),
    summary: option('summary'),
    aliases: option('aliases'),
    entry: { ...entry, status: option('status') },
    anyway: options.has('anyway'),
  };
}

export type AddReading =
  | { readonly kind: 'new issue'; readonly issue: NewIssue }
  | { readonly kind: 'problems'; readonly problems: Problems };

const LONGEST_TITLE = 300;
const LONGEST_SUMMARY = 2000;

/** Reads what was given, and names all that is wrong with it. */
export function readAddGiven(given: AddGiven, today: IsoDate): AddReading {
  const title = titleOf(given.title);
  const reading = readGiven(given.entry, today);
  const problems: Record<string, string> =
    reading.kind === 'problems' ? { ...reading.problems } : {};
  const titleProblem = problemWithTitle(title);
  if (titleProblem !== null) problems['title'] = titleProblem;
  const category = readCategory(given.category);
  if (category === null) problems['category'] = `Categories are ${CATEGORY_KEYS.join(', ')}.`;
  if (given.summary.length > LONGEST_SUMMARY) {
    problems['summary'] = `A summary is at most ${LONGEST_SUMMARY} characters long.`;
  }
  const names = listNames(given.aliases);
  const nameProblem = problemWithNames(names);
  if (nameProblem !== null) problems['aliases'] = nameProblem;
  if (reading.kind === 'problems' || category === null || Object.keys(problems).length > 0) {
    return { kind: 'problems', problems };
  }
  const { draft } = reading;
  return {
    kind: 'new issue',
    issue: {
      title,
      category,
      summary: given.summary.trim(),
      aliases: names.filter((name) => !isSameName(name, title)),
      entry: {
        ...draft,
        action: 'add',
        status: draft.status ?? 'proposed',
        note: draft.note || 'Added to the agenda.',
      },
      today,
      anyway: given.anyway,
    },
  };
}

/** The words that say all of it, whatever its name. */
export function addInWords({ title, category, summary, aliases, entry }: AddGiven): string {
  return [
    'add',
    inQuotes(title),
    'anyway:yes',
    category === '' ? '' : `category:${category}`,
    summary === '' ? '' : `summary:${inQuotes(summary)}`,
    aliases === '' ? '' : `aliases:${inQuotes(aliases)}`,
    entry.status === '' ? '' : `status:${inQuotes(entry.status)}`,
    restInWords(entry),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const CATEGORY_KEYS = CATEGORIES.map(({ key }) => key);

/** A title is one line; quotes around it were only there to hold it together. */
function titleOf(typed: string): string {
  const line = plainWords(typed).replaceAll(/\s+/gu, ' ').trim();
  const [, inside] = /^(?:"([^"]+)"|“([^“”]+)”|«([^«»]+)»)$/u.exec(line)?.filter(Boolean) ?? [];
  return inside?.trim() ?? line;
}

function problemWithTitle(title: string): string | null {
  if (title === '') return 'Say what the issue is called.';
  if (title.length > LONGEST_TITLE) {
    return `A title is at most ${LONGEST_TITLE} characters long; this one has ${title.length}.`;
  }
  return fold(title).squeezed === '' ? 'A title needs a letter or a digit to be found by.' : null;
}

function readCategory(typed: string): Category | null {
  const wanted = typed.trim().toLowerCase();
  return wanted === '' ? 'context' : (CATEGORY_KEYS.find((key) => key === wanted) ?? null);
}

/** In quotes of a kind that the text does not have. */
function inQuotes(text: string): string {
  const pairs = ['""', '“”', '«»'];
  const pair = pairs.find((marks) => Array.from(marks).every((mark) => !text.includes(mark)));
  return pair === undefined ? text : `${pair.charAt(0)}${text}${pair.charAt(1)}`;
}
