import { nameIndex } from '../db/names.ts';
import { findIssue, type IssueMatch } from '../src/agenda/find-issue.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { compose } from '../src/messages/pieces.ts';
import { issueButtons, noSuchIssue, whichIssue } from '../src/messages/which-issue.ts';
import type { Call, Reply } from './command.ts';

export interface Question {
  /** The command that asks; buttons say it again about the issue pressed. */
  readonly command: string;
  /** The words that should name an issue. */
  readonly typed: string;
  /** Options to repeat on the buttons: `as-of:2023-11-14`. */
  readonly options: string;
  readonly part: number;
  /** What the words were found to mean, when somebody looked already. */
  readonly match?: IssueMatch | null;
}

/** Finds the issue someone means and answers about it; asks, or says what is nearest, when that isn't clear. */
export async function withIssue(
  call: Call,
  agenda: Agenda,
  question: Question,
  run: (issues: readonly IssueRef[], unknown: readonly string[]) => Promise<Reply>,
): Promise<Reply> {
  const { command, typed, options, part } = question;
  const match = question.match ?? (await findIssue(nameIndex(call.db, agenda.id), typed));
  const words = [command, typed, options].filter(Boolean).join(' ');
  switch (match.kind) {
    case 'found':
      return run(match.issues, match.unknown);
    case 'ambiguous': {
      const buttons = issueButtons(command, match.issues, options);
      const pieces = whichIssue(typed, buttons, match.more);
      return {
        message: compose({ pieces, words, part, buttons, buttonsAreSaid: true }),
        outcome: 'ambiguous',
        issues: match.issues.map(({ key }) => key),
      };
    }
    case 'missing': {
      const buttons = issueButtons(command, await match.nearest(), options);
      const pieces = noSuchIssue(typed, buttons);
      return {
        message: compose({ pieces, words, part, buttons, buttonsAreSaid: true }),
        outcome: 'none',
        issues: [],
      };
    }
  }
}
