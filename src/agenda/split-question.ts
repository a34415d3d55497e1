import { decode } from './fold.ts';

/** As many issues as one question can be about. */
const MOST_PARTS = 5;

/** The parts of a question that may name one issue each: `fentanyl and taiwan`, `fentanyl, taiwan`. */
export function splitQuestion(text: string): string[] {
  return decode(text)
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS);
}

const AND = [
  'and|or|vs|versus|plus|as well as',
  'et|ou|und|oder|y|e|o|ed|en|och|og|i|ja|ve|dan',
  'и|или|та|і|और|या|و|أو|και|ו|및|그리고|이랑',
].join('|');

/** Words that join in the middle of a run are tried too: a name that has one is found whole before. */
const SEPARATOR = new RegExp(
  `[,;/+&|\\n、，；／＋،؛]|(?<=\\s)(?:${AND})\\.?(?=\\s)|(?<=\\s)و(?=\\p{L}{3})|(?<=\\p{sc=Hangul})(?:와|과|랑|하고)(?=\\s)|[和与與及跟]|(?<=[\\p{sc=Han}\\p{sc=Katakana}ー])と(?=[\\p{sc=Han}\\p{sc=Katakana}])|และ`,
  'giu',
);
