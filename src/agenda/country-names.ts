import { fold } from './fold.ts';

/** True for a country's name of one word: nobody who writes it means another country by it. */
export function isCountryName(word: string): boolean {
  names ??= new Set(LANGUAGES.flatMap((language) => listCountries(language)));
  return names.has(word);
}

/** True when the one is a country and the other is, or comes from, another that begins alike: Niger and Nigerian. */
export function isAnotherCountry(word: string, other: string): boolean {
  if (!isCountryName(word)) return false;
  for (let end = word.length + 1; end <= other.length; end += 1) {
    if (isCountryName(other.slice(0, end))) return true;
  }
  return false;
}

/** Languages in which two countries are one letter apart: Iceland and Ireland, Islande and Irlande. */
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'ru', 'ar'];
const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

let names: ReadonlySet<string> | undefined;

function listCountries(language: string): string[] {
  const known = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return ALPHABET.flatMap((first) => ALPHABET.flatMap((second) => known.of(first + second) ?? []))
    .map((name) => fold(name).words)
    .flatMap((words) => (words.length === 1 ? words : []));
}
