/** A word without its plural ending or its article, so that one word has one base. */
export function baseForm(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (ARABIC.test(word)) return word.replace(ARABIC_ARTICLE, '');
  if (!LATIN.test(word) || word.length < 4 || NO_PLURALS.has(word)) return word;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|z|o)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/[sui]s$/.test(word)) return word.slice(0, -1);
  return word;
}

/** The forms a word may have in a name when it is written so here, itself first. */
export function formsOf(word: string): string[] {
  const base = baseForm(word);
  const candidates = ARABIC.test(word)
    ? [base, `ال${base}`, `وال${base}`]
    : [base, `${base}s`, `${base}es`, base.replace(/y$/, 'ies'), PLURALS.get(base) ?? base];
  return [...new Set([word, ...candidates.filter((form) => baseForm(form) === base)])];
}

/** True for the small words that join others and name nothing. */
export function isConnecting(word: string): boolean {
  return CONNECTING.has(word);
}

/** The words that name something; all of them when they are all small. */
export function significant(words: readonly string[]): readonly string[] {
  const naming = words.filter((word) => !CONNECTING.has(word));
  return naming.length > 0 ? naming : words;
}

const LATIN = /^[a-z]+$/;
const ARABIC = /^\p{Script=Arabic}+$/u;
const ARABIC_ARTICLE = /^و?(?:بال|ال|لل)(?=...)/u;

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

/** Folded. Single letters that number things (Annex I, Plan B) are not among them. */
const CONNECTING = new Set(
  [
    'a an and at by for from in into of on or over the to via with',
    'au aux avec d dans de des du en et l la le les ou par pour sur un une',
    'aus bei das dem den der die ein eine fur im mit oder und uber von vom zu zum zur zwischen',
    'con del e el los las para por que se sin sobre y',
    'al alla alle che da dal dalla degli dei del dell della delle di e ed gli il lo nel nella per su tra',
    'ao aos as com da das do dos em na nas no nos o os pela pelo um uma',
    'av een het van voor och og med til ja ve ile',
    'в во для за и из к ко на о об от по с со та у із з та й',
    'و في من على الي عن مع بين',
    'का की के को में पर से और',
    'και της του των το τα η ο οι στην στο για',
  ].flatMap((words) => words.split(' ')),
);
