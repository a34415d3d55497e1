/** A word without its plural ending, so that one word has one base. */
export function baseForm(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (!LATIN.test(word) || word.length < 4 || NO_PLURALS.has(word)) return word;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|z|o)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/[sui]s$/.test(word)) return word.slice(0, -1);
  return word;
}

/** The forms a word may have in a name when it is written so here, itself first. */
export function formsOf(word: string): string[] {
  const prefixes = prefixesFor(word);
  if (prefixes.length > 0) {
    const bare = prefixes
      .filter((prefix) => word.startsWith(prefix) && word.length - prefix.length >= BARE_FROM)
      .map((prefix) => word.slice(prefix.length));
    return [...new Set([word, ...bare, ...prefixes.map((prefix) => prefix + word)])];
  }
  const base = baseForm(word);
  const plurals = [`${base}s`, `${base}es`, base.replace(/y$/, 'ies'), PLURALS.get(base) ?? base];
  const forms = [base, ...plurals].filter((form) => baseForm(form) === base);
  return [...new Set([word, ...forms])];
}

/** A word of a Slavic language without its case ending; others as they are. */
export function stemOf(word: string): string {
  const stem = CYRILLIC.test(word) ? word.replace(CASE_ENDING, '') : word;
  return stem.length < STEM_FROM ? word : stem;
}

/** True for the small words that join others and name nothing. */
export function isConnecting(word: string): boolean {
  return CONNECTING.has(word);
}

/** The words that name something; all of them when they are all small. */
export function significant(words: readonly string[]): readonly string[] {
  const last = words.length - 1;
  const naming = words.filter(
    // A letter at the end numbers what is before it: Annex A.
    (word, place) => !CONNECTING.has(word) || (place === last && word.length === 1),
  );
  return naming.length > 0 ? naming : words;
}

const LATIN = /^[a-z]+$/;
const CYRILLIC = /^\p{sc=Cyrillic}+$/u;
const CASE_ENDING =
  /(?:ами|ями|ого|его|ому|ему|ыми|ими|ою|ею|ои|еи|ом|ем|ам|ям|ах|ях|ыи|ии|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ов|ев|ів|іі|ію|[аяоеыиуюьі])$/;
const STEM_FROM = 4;

/** "The", "and" and "in" are part of the word they stand before. */
const ARABIC_PREFIXES = ['وال', 'بال', 'لل', 'ال', 'و', 'ب', 'ل'];
const HEBREW_PREFIXES = ['ה', 'ב', 'ל', 'ו', 'מ', 'ש', 'כ'];
const BARE_FROM = 3;

function prefixesFor(word: string): readonly string[] {
  if (/^\p{sc=Arabic}/u.test(word)) return ARABIC_PREFIXES;
  return /^\p{sc=Hebrew}/u.test(word) ? HEBREW_PREFIXES : [];
}

/** Words that end in s and are not the plural of what is left without it. */
const NO_PLURALS = new Set(['aids', 'brics', 'mers', 'news', 'sars', 'sids', 'always', 'perhaps']);

const PLURALS = new Map([
  ['woman', 'women'],
  ['man', 'men'],
  ['child', 'children'],
  ['crisis', 'crises'],
  ['analysis', 'analyses'],
  ['virus', 'viruses'],
  ['status', 'statuses'],
  ['criterion', 'criteria'],
]);
const IRREGULAR = new Map([...PLURALS].map(([one, many]) => [many, one]));

/** Folded. What abbreviates a body (UN, AU) is not among them, whatever it means elsewhere. */
const CONNECTING = new Set(
  [
    'a an and at by for from in into of on or over the to via with',
    'aux avec d dans de des du en et l la le les ou par pour sur une',
    'aus bei das dem den der die ein eine fur im mit oder und uber von vom zu zum zur zwischen',
    'con del e el los las para por que se sin sobre y',
    'al alla alle che da dal dalla degli dei del dell della delle di e ed gli il lo nel nella per su tra',
    'ao aos as com da das do dos em na nas no nos o os pela pelo um uma',
    'av een het van voor och og til ja ve ile',
    'в во для за и из к ко на о об от по с со та у із з та й',
    'و في من على الي عن مع بين',
    'का की के को में पर से और',
    'και της του των το τα η ο οι στην στο για',
  ].flatMap((words) => words.split(' ')),
);
