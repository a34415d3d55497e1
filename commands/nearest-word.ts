import { editDistance } from '../src/agenda/edit-distance.ts';

/** The word someone may have meant, one slip away or begun; null when none is that near. */
export function nearestOf(words: readonly string[], typed: string): string | null {
  const wanted = typed.toLowerCase();
  if (wanted.length < 3) return null;
  const begun = words.find((word) => word.startsWith(wanted));
  return (
    begun ?? words.find((word) => editDistance(word, wanted) <= (word.length > 5 ? 2 : 1)) ?? null
  );
}
