import { readDay } from '../src/agenda/read-day.ts';
import type { Reading, TypedUpdate } from '../src/agenda/read-update.ts';
import type { Confidence, IsoDate } from '../src/agenda/record.ts';
import { readStatus } from '../src/agenda/status-words.ts';
import type { StatusKey } from '../src/agenda/status.ts';
import { publisherOf, readAddress } from '../src/agenda/web-address.ts';
import type { NewSource } from '../src/changes/keep-sources.ts';
import type { EntryDraft } from '../src/changes/settle-entry.ts';
import { plainWords } from '../src/messages/which-issue.ts';
import { readSeen } from './asked.ts';

/** What someone said of an entry, in words or in a form; empty where nothing was said. */
export interface Given {
  /** A key, or words that name an issue. */
  readonly issue: string;
  readonly status: string;
  readonly note: string;
  readonly sources: readonly string[];
  /** Of the first source. */
  readonly publisher: string;
  readonly on: string;
  readonly says: string;
  readonly confidence: string;
  /** The line in the log of the last change they were shown. */
  readonly seen: number | null;
}

export const NOTHING_GIVEN: Given = {
  issue: '',
  status: '',
  note: '',
  sources: [],
  publisher: '',
  on: '',
  says: '',
  confidence: '',
  seen: null,
};

/** What was typed, read in one of the ways it can be read. */
export function givenInWords(
  { sources, on, says, confidence, options }: TypedUpdate,
  { issue, status, note }: Reading,
): Given {
  const { text, addresses } = withoutLastAddresses(note);
  return {
    issue,
    status: status ?? '',
    note: plainWords(text),
    sources: [...new Set([...sources, ...addresses])],
    publisher: plainWords(options.get('publisher') ?? ''),
    on: on ?? '',
    says: plainWords(says ?? ''),
    confidence: confidence ?? '',
    seen: readSeen(options),
  };
}

/** Addresses at the end of a note are its sources. */
function withoutLastAddresses(note: string): { text: string; addresses: readonly string[] } {
  const words = note.split(/(\s+)/);
  const last = words.findLastIndex((word) => word.trim() !== '' && !isAddress(word));
  return {
    text: words.slice(0, last + 1).join(''),
    addresses: words.slice(last + 1).filter((word) => isAddress(word)),
  };
}

function isAddress(word: string): boolean {
  return /^<?https?:\/\//i.test(word) && readAddress(word) !== null;
}

/** What is wrong, by the name of the field. */
export type Problems = Readonly<Record<string, string>>;

export type GivenReading =
  | { readonly kind: 'draft'; readonly draft: Omit<EntryDraft, 'action'> }
  | { readonly kind: 'problems'; readonly problems: Problems };

/** Longer notes don't fit a message with the rest of an entry. */
const LONGEST_NOTE = 3000;
const LONGEST_NAME = 300;

const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low'];

/** Reads what was given, and names all that is wrong with it. A status left out stays as it is. */
export function readGiven(given: Given, today: IsoDate): GivenReading {
  const problems: Record<string, string> = {};
  const status = readStatusGiven(given.status, problems);
  const date = readDate(given.on, today, problems);
  const sources = readSources(given, problems);
  const confidence = CONFIDENCES.find((level) => level === given.confidence.trim().toLowerCase());
  if (given.confidence.trim() !== '' && confidence === undefined) {
    problems['confidence'] = `Confidence is high, medium or low, not “${short(given.confidence)}”.`;
  }
  if (given.note.length > LONGEST_NOTE) {
    problems['note'] =
      `A note is at most ${LONGEST_NOTE} characters long; this one has ${given.note.length}.`;
  }
  if (given.says.length > LONGEST_NAME) {
    problems['says'] = `Say who says so in at most ${LONGEST_NAME} characters.`;
  }
  if (Object.keys(problems).length > 0) return { kind: 'problems', problems };
  return {
    kind: 'draft',
    draft: {
      date,
      status,
      note: given.note.trim(),
      attribution: given.says.trim() || null,
      confidence: confidence ?? null,
      sources,
    },
  };
}

/** The words that say the same, but for the issue and the status: `because … source:… on:…`. */
export function restInWords({ note, sources, publisher, on, says, confidence }: Given): string {
  return [
    ...sources.map((url) => `source:${url}`),
    publisher === '' ? '' : `publisher:${quoted(publisher)}`,
    on === '' ? '' : `on:${quoted(on)}`,
    says === '' ? '' : `says:${quoted(says)}`,
    confidence === '' ? '' : `confidence:${confidence}`,
    note === '' ? '' : `because ${note}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value.replaceAll('"', '”')}"` : value;
}

function readStatusGiven(typed: string, problems: Record<string, string>): StatusKey | null {
  if (typed.trim() === '') return null;
  const status = readStatus(typed);
  if (status === null) {
    problems['status'] = `“${short(typed)}” is not a status. Try agreed, in talks or stalled.`;
  }
  return status;
}

function readDate(typed: string, today: IsoDate, problems: Record<string, string>): IsoDate {
  if (typed.trim() === '') return today;
  const day = readDay(typed.trim(), today);
  if (day === null) {
    problems['on'] =
      `“${short(typed)}” is not a day. Write it like on:2023-11-14, or on:yesterday.`;
  } else if (day > today) {
    problems['on'] = `${day} is still to come. An entry tells what has happened.`;
  }
  return day ?? today;
}

function readSources(given: Given, problems: Record<string, string>): NewSource[] {
  const publisher = given.publisher.trim().slice(0, LONGEST_NAME) || null;
  return given.sources.flatMap((typed, index) => {
    const url = readAddress(typed);
    if (url === null) {
      problems['source'] = `“${short(typed)}” is not a web address. It begins with https://.`;
      return [];
    }
    const name = (index === 0 ? publisher : null) ?? publisherOf(url);
    return [{ url, publisher: name, date: null }];
  });
}

function short(typed: string): string {
  return typed.trim().slice(0, 40);
}
