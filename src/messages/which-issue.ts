import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { type Piece, type SayButton, lines, paragraph, quoting } from './pieces.ts';
import type { Span } from './spans.ts';

/** Longest part of what someone typed that is said back to them. */
const ECHO_LIMIT = 80;

/** Several issues fit: asks which one. */
export function whichIssue(typed: string, choices: readonly SayButton[], more: boolean): Piece[] {
  return [
    quoting(`“${echo(typed)}” fits more than one issue. Which one do you mean?`),
    ...lines(choices.map(choiceLine)),
    ...(more
      ? paragraph(['There are more. Add a word, or use ', { code: '/summit search' }, '.'])
      : []),
  ];
}

/** Nothing fits: says so, offers what is nearest, and picks none. */
export function noSuchIssue(typed: string, nearest: readonly SayButton[]): Piece[] {
  return [
    quoting(`No issue answers to “${echo(typed)}”.`),
    ...(nearest.length === 0
      ? []
      : [...paragraph(['The nearest on this agenda:']), ...lines(nearest.map(choiceLine))]),
  ];
}

/** The first word was nearly a command: offers the whole line with that command in its place. */
export function didYouMean(words: string): SayButton & { readonly pieces: readonly Piece[] } {
  return {
    label: `Try ${words}`,
    say: words,
    pieces: [quoting(`Did you mean /summit ${echo(words)}?`)],
  };
}

/** One button an issue, each saying the same command about it. */
export function issueButtons(
  command: string,
  issues: readonly IssueRef[],
  options: string,
): SayButton[] {
  return issues.map(({ key, title }) => ({
    label: title,
    say: [command, key, options].filter(Boolean).join(' '),
  }));
}

/** What someone typed, short enough to say back; Slack's codes for people, channels and links as words. */
export function echo(typed: string): string {
  const words = plainWords(typed.slice(0, 20 * ECHO_LIMIT));
  return cutTo(words.replaceAll(/\s+/g, ' ').trim(), ECHO_LIMIT);
}

/** Words as they are kept: Slack's codes as what they show, and nothing that hides. */
export function plainWords(typed: string): string {
  const words = typed.replaceAll(
    CODE,
    (_, mark: string | undefined, id: string, label: string | undefined) => {
      if (mark === '@') return `@${label ?? 'someone'}`;
      if (mark === '#') return `#${label || 'a private channel'}`;
      return label ?? id;
    },
  );
  return visible(words);
}

/** What Slack makes of a person, a channel, a group or an address that someone types. */
const CODE = /<(?:([@#!])|(?=(?:https?|mailto|tel):))([^<>|]{0,300})(?:\|([^<>]{0,300}))?>/g;

function choiceLine({ label, say }: SayButton): Span[] {
  return [`• ${cutTo(visible(label), 120)}: `, { code: `/summit ${say}` }];
}
