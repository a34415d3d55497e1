import { type Piece, heading, lines, paragraph, quoting } from './pieces.ts';
import type { Span } from './spans.ts';
import { echo } from './which-issue.ts';

/** What help tells of a command. */
export interface CommandInWords {
  readonly name: string;
  readonly takes: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly detail?: string;
}

/** Everything that can be said; `unknown` is a word that is no command, `nearest` the one it may have meant. */
export function helpList(
  commands: readonly CommandInWords[],
  unknown: string,
  nearest: string | null,
): Piece[] {
  const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return [
    ...heading('What you can ask Summit'),
    ...(unknown === '' ? [] : [quoting(`“${echo(unknown)}” is not a command.${hint}`)]),
    ...lines(commands.map(commandLine)),
    ...paragraph(['Or just name an issue: ', { code: '/summit fentanyl' }]),
  ];
}

/** One command in full. */
export function commandHelp({ name, takes, summary, examples, detail }: CommandInWords): Piece[] {
  return [
    ...heading(`/summit ${name}`),
    ...paragraph([`${summary}.${detail === undefined ? '' : `\n${detail}`}`]),
    ...paragraph([
      { bold: 'How' },
      ': ',
      { code: ['/summit', name, takes].filter(Boolean).join(' ') },
    ]),
    ...lines([
      [{ bold: 'For example' }],
      ...examples.map((example): Span[] => [{ code: `/summit ${example}` }]),
    ]),
  ];
}

function commandLine({ name, takes, summary }: CommandInWords): Span[] {
  return [{ code: ['/summit', name, takes].filter(Boolean).join(' ') }, `: ${summary}`];
}
