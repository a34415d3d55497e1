import { isSlipOf } from '../src/agenda/spelling.ts';

/** The word someone may have meant: begun, or one slip away. Null when none is that near. */
export function nearestOf(words: readonly string[], typed: string): string | null {
  const wanted = typed.toLowerCase();
  const begun = wanted.length < 3 ? undefined : words.find((word) => word.startsWith(wanted));
  return begun ?? words.find((word) => isSlipOf(wanted, word)) ?? null;
}
