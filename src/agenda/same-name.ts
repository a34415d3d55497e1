import { withoutFillers } from './filler-words.ts';
import { fold } from './fold.ts';
import { isSlipOf } from './spelling.ts';
import { baseForm, significant } from './word-forms.ts';

/** True when two names are written alike: other spaces, case, accents or dashes, and all else the same. */
export function isSameName(one: string, other: string): boolean {
  return fold(one).squeezed === fold(other).squeezed;
}

/** True when two names are most likely the same one: other order, plurals, small words, or a slip. */
export function isNearlySameName(one: string, other: string): boolean {
  if (isSameName(one, other)) return true;
  const ours = namingWords(one);
  const left = namingWords(other);
  if (ours.length !== left.length) return false;
  for (const word of ours) {
    const at = left.findIndex((candidate) => isNearly(word, candidate));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return true;
}

function namingWords(name: string): string[] {
  const { words } = fold(name);
  return [...significant(withoutFillers(words).at(-1) ?? words)];
}

function isNearly(one: string, other: string): boolean {
  return one === other || baseForm(one) === baseForm(other) || isSlipOf(one, other);
}
