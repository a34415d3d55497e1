import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { type Piece, compose, quoting } from '../src/messages/pieces.ts';
import type { Call, Reply } from './command.ts';
import { issueFirst } from './issue-first.ts';
import { about, misuse } from './reply.ts';
import { withIssue } from './with-issue.ts';

/** Longer words don't fit on a button that says them again. */
const LONGEST_WORDS = 1500;

interface Words {
  readonly command: string;
  readonly typed: string;
  /** What stands between the issue and the rest when they are said again. */
  readonly between?: string;
  /** What else is said again. */
  readonly more?: readonly string[];
}

/** Finds the one issue that stands first in the words; `run` gets it with the rest of them. */
export async function withIssueFirst(
  call: Call,
  agenda: Agenda,
  { command, typed, between = '', more = [] }: Words,
  run: (issue: IssueRef, rest: string) => Promise<Reply>,
  fits: ((rest: string) => boolean) | null = null,
): Promise<Reply> {
  const { name, rest } = await issueFirst(call.db, agenda.id, typed, fits);
  const words = rest === '' ? '' : [`${between}${rest}`, ...more].join(' ');
  const options = words.length > LONGEST_WORDS ? '' : words;
  const question = { command, typed: name, options, part: 1 };
  return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
    if (issue === undefined || others.length > 0 || unknown.length > 0) {
      return misuse(`Name one issue at a time: /summit ${command} fentanyl …`);
    }
    return run(issue, rest);
  });
}

/** The confirmation of a change that can be taken back. */
export function changedReply(key: string, pieces: readonly Piece[]): Reply {
  const buttons = [
    { label: 'Undo', say: 'undo' },
    { label: 'Status', say: `status ${key}` },
  ];
  return about(key, compose({ pieces, words: '', buttons }));
}

/** An answer about an issue that changed nothing. */
export function shownReply(key: string, pieces: readonly Piece[]): Reply {
  const buttons = [{ label: 'Status', say: `status ${key}` }];
  return about(key, compose({ pieces, words: '', buttons }));
}

/** Says what is missing about an issue that was found, and what to type. */
export function wantedReply(key: string, sentence: string): Reply {
  return { ...shownReply(key, [quoting(sentence)]), problem: 'usage' };
}
