import { fold } from './fold.ts';

/** Languages in which two countries are one letter apart: Iceland and Ireland, Islande and Irlande. */
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'ru', 'ar'];
const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

let names: ReadonlySet<string> | undefined;

/** True for a word of a country's name: it is never another country's, misspelt. */
export function isCountryName(word: string): boolean {
  names ??= new Set(LANGUAGES.flatMap((language) => listCountries(language)));
  return names.has(word);
}

function listCountries(language: string): string[] {
  const known = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return ALPHABET.flatMap((first) =>
    ALPHABET.flatMap((second) => fold(known.of(first + second) ?? '').words),
  );
}
