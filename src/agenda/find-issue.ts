import { isAnotherCountry, isCountryName } from './country-names.ts';
import { isFiller, withoutFillers } from './filler-words.ts';
import { fold, hasNumber, isRun, squeeze } from './fold.ts';
import { bagOf, piecesOfRun } from './name-forms.ts';
import { type Hit, MOST_HITS, type NameIndex } from './name-index.ts';
import { nearestIssues } from './nearest-issues.ts';
import type { IssueRef } from './record.ts';
import { canBeMisspelt, isSlipOf, spellingsOf } from './spelling.ts';
import { splitQuestion } from './split-question.ts';
import { formsOf, significant, stemOf } from './word-forms.ts';

/** What we made of the words someone used for an issue. */
export type IssueMatch =
  | {
      readonly kind: 'found';
      /** One, or several when the question names several. */
      readonly issues: readonly IssueRef[];
      /** Parts of such a question that nothing answers to. */
      readonly unknown: readonly string[];
    }
  | {
      readonly kind: 'ambiguous';
      /** Two to five, in the agenda's order. */
      readonly issues: readonly IssueRef[];
      readonly more: boolean;
    }
  /** To find the nearest takes longer than all the rest, so it is done for whoever shows them. */
  | { readonly kind: 'missing'; readonly nearest: () => Promise<readonly IssueRef[]> };

/** The longest question that is read to its end. */
const LONGEST = 300;
const MOST_WORDS = 24;
/** Shorter beginnings say too little. */
const BEGINNING_FROM = 3;
const MOST_PIECES = 24;

/**
 * Finds the issue someone means. The stages go from what is surely meant to what is
 * probably meant, and the first that finds anything decides: so a new issue called
 * "Fentanyl scheduling" never breaks `/summit status fentanyl`.
 */
export async function findIssue(index: NameIndex, typed: string): Promise<IssueMatch> {
  const text = typed.slice(0, LONGEST);
  const { words, squeezed } = fold(text);
  const named = keysFirst(await index.named(squeezed), text);
  return named.length > 0 ? matchOf(named) : findOtherwise(remembering(index), text, words);
}

async function findOtherwise(
  index: NameIndex,
  text: string,
  words: readonly string[],
): Promise<IssueMatch> {
  const question = words.slice(0, MOST_WORDS);
  if (question.length === 0)
    return { kind: 'missing', nearest: async () => nearestIssues(index, []) };
  return (
    (await matched(index, AS_WRITTEN, question)) ??
    (await findTogether(index, text, question)) ??
    (await matched(index, LIKELY, question)) ??
    (await findShortened(index, [...CERTAIN, ...LIKELY], question)) ??
    (await findSome(index, text)) ?? {
      kind: 'missing',
      nearest: async () => nearestIssues(index, withoutFillers(question).at(-1) ?? question),
    }
  );
}

/** Asks the same thing only once: the stages often come to the same words. */
function remembering(index: NameIndex): NameIndex {
  const withTerms = new Map<string, Promise<readonly Hit[]>>();
  return {
    ...index,
    withTerms(terms, runs) {
      const name = JSON.stringify([terms, runs]);
      const hits = withTerms.get(name) ?? index.withTerms(terms, runs);
      withTerms.set(name, hits);
      return hits;
    },
  };
}

type Stage = (index: NameIndex, words: readonly string[]) => Promise<readonly Hit[]>;

/** The words as they stand, in any order, in the singular or plural. */
const AS_WRITTEN: readonly Stage[] = [byBag, byWords, byForms];
const CERTAIN: readonly Stage[] = [byName, ...AS_WRITTEN];
/** Less than a name, or not quite a name. */
const LIKELY: readonly Stage[] = [byBeginnings, byStems, byInitials, byJoinedWords, bySpelling];

async function matched(
  index: NameIndex,
  stages: readonly Stage[],
  words: readonly string[],
): Promise<IssueMatch | null> {
  for (const stage of stages) {
    const hits = await stage(index, words);
    if (hits.length > 0) return matchOf(hits);
  }
  return null;
}

/** Drops the words that only ask: `what is the latest on …`. */
async function findShortened(
  index: NameIndex,
  stages: readonly Stage[],
  words: readonly string[],
): Promise<IssueMatch | null> {
  for (const shorter of withoutFillers(words)) {
    const match = await matched(index, stages, shorter);
    if (match !== null) return match;
  }
  return null;
}

/** A question about several issues, when each part surely names one. */
async function findTogether(
  index: NameIndex,
  text: string,
  words: readonly string[],
): Promise<IssueMatch | null> {
  const parts = listParts(text);
  if (parts.length < 2) return null;
  const whole = await findShortened(index, CERTAIN, words);
  if (whole !== null) return whole;

  const answers = await findParts(index, CERTAIN, parts);
  return answers.every(({ match }) => match !== null) ? together(answers) : null;
}

/** A question about several issues, when at least one part can be made out. */
async function findSome(index: NameIndex, text: string): Promise<IssueMatch | null> {
  const parts = listParts(text);
  if (parts.length < 2) return null;
  const answers = await findParts(index, [...CERTAIN, ...LIKELY], parts);
  return answers.some(({ match }) => match !== null) ? together(answers) : null;
}

interface Part {
  readonly text: string;
  readonly words: readonly string[];
}

interface Answer {
  readonly part: string;
  readonly match: IssueMatch | null;
}

function listParts(text: string): Part[] {
  return splitQuestion(text)
    .map((part) => ({ text: part, words: fold(part).words.slice(0, MOST_WORDS) }))
    .filter(({ words }) => !words.every((word) => isFiller(word)));
}

async function findParts(
  index: NameIndex,
  stages: readonly Stage[],
  parts: readonly Part[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { text, words } of parts) {
    const match =
      (await matched(index, stages, words)) ?? (await findShortened(index, stages, words));
    answers.push({ part: text, match });
  }
  return answers;
}

function together(answers: readonly Answer[]): IssueMatch {
  const issues = new Map<string, IssueRef>();
  const matches = answers.flatMap(({ match }) => match ?? []);
  for (const match of matches) {
    if (match.kind === 'missing') continue;
    for (const issue of match.issues) issues.set(issue.key, issue);
  }
  const unclear = matches.filter((match) => match.kind === 'ambiguous');
  if (unclear.length === 0) {
    const unknown = answers.flatMap(({ part, match }) => (match === null ? [part] : []));
    return { kind: 'found', issues: [...issues.values()], unknown };
  }
  return {
    kind: 'ambiguous',
    issues: [...issues.values()].slice(0, MOST_HITS - 1),
    more: issues.size >= MOST_HITS || unclear.some(({ more }) => more),
  };
}

function matchOf(hits: readonly Hit[]): IssueMatch {
  const inOrder = hits.toSorted((one, other) => one.position - other.position);
  const issues = inOrder.slice(0, MOST_HITS - 1).map(({ key, title }) => ({ key, title }));
  if (issues.length === 1) return { kind: 'found', issues, unknown: [] };
  return { kind: 'ambiguous', issues, more: hits.length >= MOST_HITS };
}

/** A key says exactly which issue is meant, and a key written out says so even if another looks alike. */
function keysFirst(hits: Awaited<ReturnType<NameIndex['named']>>, typed: string): readonly Hit[] {
  const byKey = hits.filter((hit) => hit.byKey);
  if (byKey.length === 0) return hits;
  const literal = byKey.filter(({ key }) => key === typed.trim().toLowerCase());
  return literal.length > 0 ? literal : byKey;
}

async function byName(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  const squeezed = squeeze(words);
  return keysFirst(await index.named(squeezed), squeezed);
}

function byBag(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  return index.withBag(bagOf(words));
}

function byWords(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  return byTerms(index, words, async (word) => [word]);
}

async function byForms(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  if (significant(words).every((word) => formsOf(word).length === 1)) return [];
  return byTerms(index, words, (word) => listForms(index, word));
}

async function byBeginnings(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  if (!significant(words).some((word) => canBegin(word))) return [];
  return byTerms(index, words, (word) => listBegun(index, word, word));
}

/** `Узбекистаном` for "Узбекистан". */
async function byStems(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  if (significant(words).every((word) => stemOf(word) === word)) return [];
  return byTerms(index, words, (word) => listBegun(index, word, stemOf(word)));
}

/** `scs` for "South China Sea". */
async function byInitials(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  const naming = significant(words);
  const spelled = naming.length === 1 || naming.every((word) => word.length === 1);
  const initials = squeeze(naming);
  return spelled && canBegin(initials) ? index.withInitials(initials) : [];
}

/** `cease fire` for "ceasefire". */
async function byJoinedWords(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  const pairs = words.slice(1).map((word, before) => `${words[before] ?? ''}${word}`);
  const known = new Set(pairs.length > 0 ? await index.wordsSpelt(pairs) : []);
  for (const [before, pair] of pairs.entries()) {
    if (!known.has(pair)) continue;
    const hits = await byForms(index, words.toSpliced(before, 2, pair));
    if (hits.length > 0) return hits;
  }
  return [];
}

async function bySpelling(index: NameIndex, words: readonly string[]): Promise<readonly Hit[]> {
  const meant = new Map<string, readonly string[]>();
  for (const word of significant(words)) {
    const near = await listMeant(index, word);
    if (near.length > 0) meant.set(word, near);
  }
  if (meant.size === 0) return [];
  return byTerms(index, words, async (word) => [
    ...(await listBegun(index, word, word)),
    ...(meant.get(word) ?? []),
  ]);
}

/** Words of the agenda that this one may be a slip of. A word that stands for itself is not. */
async function listMeant(index: NameIndex, word: string): Promise<readonly string[]> {
  if (isRun(word) || !canBeMisspelt(word)) return [];
  const near = await index.wordsSpelt(spellingsOf(word));
  if (near.includes(word)) return [];
  const meant = near.filter((other) => isSlipOf(word, other));
  return meant.length > 0 && isCountryName(word) ? [] : meant;
}

/** Issues that have, for each word of the question, one of the words that it may stand for. */
async function byTerms(
  index: NameIndex,
  words: readonly string[],
  meantBy: (word: string) => Promise<readonly string[]>,
): Promise<readonly Hit[]> {
  const naming = significant(words);
  const runs = naming.filter((word) => isRun(word));
  const pieces = new Set(runs.flatMap((run) => piecesOfRun(run)).slice(0, MOST_PIECES));
  const terms: (readonly string[])[] = [...pieces].map((piece) => [piece]);
  for (const word of naming) {
    if (isRun(word)) continue;
    const meant = await meantBy(word);
    if (meant.length === 0) return [];
    terms.push(meant);
  }
  return index.withTerms(terms, runs);
}

/** The word as it is, in the singular and the plural, as far as names have it so. */
async function listForms(index: NameIndex, word: string): Promise<readonly string[]> {
  const forms = formsOf(word);
  if (forms.length === 1) return forms;
  const known = new Set(await index.wordsSpelt(forms));
  return forms.filter((form) => known.has(form));
}

/** Words of names that begin so, and forms of the word itself. */
async function listBegun(
  index: NameIndex,
  word: string,
  beginning: string,
): Promise<readonly string[]> {
  const forms = await listForms(index, word);
  if (!canBegin(word)) return forms;
  const begun = await index.wordsFrom(beginning);
  // What is only an s longer is a plural, or a word such as AIDS that is none.
  const longer = begun.filter((other) => other !== `${beginning}s`);
  return [...new Set([...forms, ...longer.filter((other) => !isAnotherCountry(word, other))])];
}

/** A number is never the beginning of another. */
function canBegin(word: string): boolean {
  return !isRun(word) && !hasNumber(word) && word.length >= BEGINNING_FROM;
}
