import { agendaFor } from '../db/agendas.ts';
import { nameIndex } from '../db/names.ts';
import { dayIn } from '../src/agenda/days.ts';
import { issuesInText } from '../src/agenda/issues-in-text.ts';
import { cutTo } from '../src/messages/cut.ts';
import { unescapeText } from '../src/messages/escape.ts';
import { plainWords } from '../src/messages/which-issue.ts';
import type { Call, Reply } from './command.ts';
import { asFarAsAllowed } from './may.ts';
import { formAbout } from './update-form.ts';

/** A message someone wants to keep with an issue. */
export interface QuotedMessage {
  /** As Slack delivers it. */
  readonly text: string;
  /** Empty when nothing tells. */
  readonly author: string;
  readonly permalink: string;
  readonly sentAt: Temporal.Instant;
}

/** As long as a note can be. */
const LONGEST_NOTE = 3000;

/** `<https://…|label>`: the address is the evidence, the label is not. */
const LABELLED_LINK = /<(https?:[^<>|]{1,2000})\|[^<>]{0,2000}>/g;

/** The form for an entry that quotes a message; the issue is chosen already when the message names exactly one. */
export async function addToIssue(
  call: Call,
  { text, author, permalink, sentAt }: QuotedMessage,
): Promise<Reply> {
  const words = unescapeText(plainWords(text.replaceAll(LABELLED_LINK, '<$1>'))).trim();
  return asFarAsAllowed(call, async () =>
    formAbout(call, {
      issue: await issueNamedIn(call, words),
      note: cutTo(words, LONGEST_NOTE),
      says: author,
      sources: [permalink],
      publisher: 'Slack',
      on: dayIn(sentAt, call.who.timeZone),
    }),
  );
}

/** The key of the one issue that some words name; empty when they name none, or several. */
async function issueNamedIn({ db, where }: Call, words: string): Promise<string> {
  const agenda = await agendaFor(db, where);
  if (agenda === null) return '';
  const [issue, ...others] = await issuesInText(nameIndex(db, agenda.id), words);
  return issue === undefined || others.length > 0 ? '' : issue.key;
}
