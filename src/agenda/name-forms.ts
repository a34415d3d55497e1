import { isFiller } from './filler-words.ts';
import { fold, hasNumber, isRun } from './fold.ts';
import { baseForm, isConnecting, significant } from './word-forms.ts';

/** One way to name a whole issue, folded. */
export interface NameForm {
  readonly kind: 'bag' | 'initials' | 'key' | 'name';
  readonly form: string;
}

/** Everything an issue is called. */
export interface Called {
  readonly key: string;
  readonly title: string;
  readonly names: readonly string[];
  readonly aliases: readonly string[];
}

/** What has to be found when an issue is looked for by its names: whole forms, and single words. */
export function formsOfIssue(issue: Called): { forms: NameForm[]; words: Set<string> } {
  const forms = new Map<string, NameForm>();
  const words = new Set<string>();
  for (const [place, name] of [
    issue.key,
    issue.title,
    ...issue.names,
    ...issue.aliases,
  ].entries()) {
    const kind = place === 0 ? 'key' : 'name';
    for (const form of formsOfName(name, kind)) forms.set(`${form.kind} ${form.form}`, form);
    for (const word of wordsOfName(name, kind)) words.add(word);
  }
  return { forms: [...forms.values()], words };
}

/** The words of a text that can be searched for. */
export function wordsOfText(text: string): string[] {
  return piecesOf(fold(text).words.filter((word) => !isConnecting(word)));
}

/** A name's words in one order, without plurals and small words: `talks arms control` is "Arms control talks". */
export function bagOf(words: readonly string[]): string {
  const bases = new Set(significant(words).map((word) => baseForm(word)));
  return [...bases].toSorted().join(' ').slice(0, LONGEST).toWellFormed();
}

/** Single letters and neighbouring pairs: a part of the run has all of its own among them. */
export function piecesOfRun(run: string): string[] {
  const letters = Array.from(run);
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, before) => `${letters[before] ?? ''}${letter}`);
}

const LONGEST = 150;
const LONGEST_WORD = 64;
/** Fewer first letters name nothing. */
const INITIALS_FROM = 3;

function formsOfName(name: string, kind: 'key' | 'name'): NameForm[] {
  const { words, squeezed } = fold(name);
  if (squeezed === '') return [];
  const bag = bagOf(words);
  return [
    { kind, form: squeezed },
    ...(bag === squeezed ? [] : [{ kind: 'bag' as const, form: bag }]),
    ...(kind === 'name' ? listInitials(name) : []).map((form) => ({
      kind: 'initials' as const,
      form,
    })),
  ];
}

/** First letters of a name and of its parts, with and without the small words. */
function listInitials(name: string): string[] {
  return [name, ...name.split(/[:;()–—]/)].flatMap((part) => {
    const { words } = fold(part);
    const naming = significant(words);
    return [words, naming, naming.filter((word) => !isFiller(word))]
      .filter((some) => some.length >= INITIALS_FROM)
      .map((some) => initialsOf(some));
  });
}

function initialsOf(words: readonly string[]): string {
  const initials = words.map((word) => (hasNumber(word) ? word : (Array.from(word)[0] ?? '')));
  return initials.join('').slice(0, LONGEST_WORD).toWellFormed();
}

function wordsOfName(name: string, kind: 'key' | 'name'): string[] {
  const words = namingWords(name);
  const joined = kind === 'key' ? name : name.replace(JOINT, '');
  return piecesOf(joined === name ? words : [...words, ...namingWords(joined)]);
}

/** Single letters are kept wherever they stand: "Annex A parties". */
function namingWords(name: string): string[] {
  const { words } = fold(name);
  const naming = new Set(significant(words));
  return words.filter((word) => naming.has(word) || word.length === 1);
}

/** Left out too, so that "build-up" answers to `buildup` inside a longer name, and "d'Ivoire" to `divoire`. */
const JOINT = /(?<=\p{L})[-\u2010\u2011'’](?=\p{L})/gu;

function piecesOf(words: readonly string[]): string[] {
  return words.flatMap((word) =>
    isRun(word) ? [...new Set([...Array.from(word), ...piecesOfRun(word)])] : [longestOf(word)],
  );
}

function longestOf(word: string): string {
  return word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD).toWellFormed() : word;
}
