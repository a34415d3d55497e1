import type { IssueRef } from '../agenda/record.ts';
import { cutTo } from './cut.ts';
import { visible } from './escape.ts';
import { lines, type Piece, quoting, type SayButton } from './pieces.ts';
import { echo } from './which-issue.ts';

/** What is unclear about a filter of a digest. */
export type FilterTrouble =
  | { readonly kind: 'ambiguous'; readonly words: string; readonly issues: readonly IssueRef[] }
  | {
      readonly kind: 'missing';
      readonly words: string;
      /** False when it was said to be an issue. */
      readonly bare: boolean;
      readonly word: string | null;
      readonly nearest: readonly IssueRef[];
    }
  | { readonly kind: 'problem'; readonly sentence: string };

/** One sentence, and what to write instead. */
export function filterTrouble(trouble: FilterTrouble): string {
  switch (trouble.kind) {
    case 'problem':
      return trouble.sentence;
    case 'ambiguous': {
      const keys = trouble.issues.map(({ key }) => `issue=${cutTo(visible(key), 60)}`);
      return `“${echo(trouble.words)}” fits more than one issue. Write ${listed(keys)}.`;
    }
    case 'missing': {
      const { words, bare, word, nearest } = trouble;
      const isNot = bare
        ? `“${echo(words)}” is neither a category nor a status, and no issue answers to it.`
        : `No issue answers to “${echo(words)}”.`;
      const near = [
        ...(word === null ? [] : [word]),
        ...nearest.slice(0, 3).map(({ key }) => cutTo(visible(key), 60)),
      ];
      return near.length === 0 ? isNot : `${isNot} The nearest: ${near.join(', ')}.`;
    }
  }
}

/** The same with a line for each choice, where there is any. */
export function filterChoices(trouble: FilterTrouble, choices: readonly SayButton[]): Piece[] {
  return [
    quoting(filterTrouble(trouble)),
    ...lines(
      choices.map(({ label, say }) => [
        `• ${cutTo(visible(label), 120)}: `,
        { code: `/summit ${say}` },
      ]),
    ),
  ];
}

function listed(keys: readonly string[]): string {
  return keys.length < 2 ? keys.join('') : `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}`;
}
