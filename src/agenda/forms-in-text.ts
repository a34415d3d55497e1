import { fold, squeeze } from './fold.ts';

/** What in a text may be names, as an index of names has them. */
export interface FormsInText {
  /** Whole ones: any words that stand beside each other in a line. */
  readonly whole: readonly string[];
  /** Beginnings of such as were cut: what stands before “…”. */
  readonly begun: readonly string[];
}

/** The words of the longest name looked for, and the letters of the shortest beginning. */
const MOST_WORDS = 30;
const LEAST_LETTERS = 10;

/** Every form a name could have that is shown in a text, so that nobody goes through all names to find those. */
export function formsInText(text: string): FormsInText {
  const whole = new Set<string>();
  const begun = new Set<string>();
  for (const line of text.split('\n')) {
    for (const piece of line.split('…').slice(0, -1)) {
      const { words } = fold(piece);
      for (let from = Math.max(0, words.length - MOST_WORDS); from < words.length; from += 1) {
        const form = squeeze(words.slice(from));
        if (form.length >= LEAST_LETTERS) begun.add(form);
      }
    }
    const { words } = fold(line);
    for (let from = 0; from < words.length; from += 1) {
      for (let to = from + 1; to <= Math.min(words.length, from + MOST_WORDS); to += 1) {
        whole.add(squeeze(words.slice(from, to)));
      }
    }
  }
  return { whole: [...whole], begun: [...begun] };
}
