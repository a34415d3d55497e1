import { EVERY_WORDS, scheduleWords, WEEKDAY_NAMES } from './schedule-words.ts';
import { isSlipOf } from './spelling.ts';

/** What someone may have meant by words after `digest`. */
export interface RewordedDigest {
  readonly line: string;
  /** True for a digest of their own. */
  readonly isMine: boolean;
}

/**
 * Puts the colons, commas and quotes where words that can't be used lack them: `only tension`,
 * `only:climate change`, `weekdays 09:00 stalled and mine for me`. Null where nothing is to be put.
 */
export function rewordedDigest(line: string): RewordedDigest | null {
  const isMine = FOR_ME.test(line);
  const own = line.replace(FOR_ME, ' ').replaceAll(/\s+/gu, ' ').trim();
  const named = own.replaceAll(NO_COLON, '$1:').replaceAll(NO_OPTION, 'only:$1=');
  const better = HAS_LIST.test(named)
    ? named.replaceAll(LIST, (_, before: string, list: string) => before + listFirst(list))
    : withList(named);
  return better === line ? null : { line: better, isMine };
}

/** A list with commas and quotes, and behind it the words that say when. */
function listFirst(typed: string): string {
  const parts = typed.match(PART) ?? [];
  let end = 1;
  for (const [at, part] of parts.entries()) {
    const isListed = at === 0 || isComma(part) || isComma(parts[at - 1]);
    if (isListed || isNotWhen(part)) end = at + 1;
    else if (!isFiller(part)) break;
  }
  return [listed(parts.slice(0, end)), ...parts.slice(end)].join(' ');
}

/** Words that say nothing of when are what it is about, where they stand together. */
function withList(line: string): string {
  const parts = line.split(' ');
  const isAbout = parts.map((part) => !OPTION.test(part) && isNotWhen(part));
  const [first, last] = [isAbout.indexOf(true), isAbout.lastIndexOf(true)];
  if (first < 0) return line;
  const about = parts.slice(first, last + 1);
  if (!about.every((part) => isNotWhen(part) || JOINT.test(part))) return line;
  const list = `only:${listed(about.join(' ').match(PART) ?? [])}`;
  return [...parts.slice(0, first), ...parts.slice(last + 1), list].join(' ');
}

function listed(parts: readonly string[]): string {
  const items: string[][] = [[]];
  for (const part of parts) {
    if (isComma(part) || JOINT.test(part)) items.push([]);
    else items.at(-1)?.push(part);
  }
  return items
    .map((words) => words.join(' ').replace(AROUND, '').split(' ').filter(Boolean))
    .filter((words) => words.length > 0)
    .map((words) => (words.length === 1 ? words.join('') : quoted(words.join(' '))))
    .join(',');
}

function quoted(words: string): string {
  const [, name = '', value = ''] = /^(\p{L}+[=:])?(.*)$/su.exec(words) ?? [];
  return `${name}"${value.replaceAll(/["“”„«»]/gu, '')}"`;
}

function isComma(part = ''): boolean {
  return /^[,，;；]$/u.test(part);
}

function isNotWhen(part: string): boolean {
  const isSlip = [...EVERY_WORDS, ...WEEKDAY_NAMES].some((word) =>
    isSlipOf(part.toLowerCase(), word),
  );
  return !isSlip && scheduleWords(part).every(({ kind }) => kind === 'unknown');
}

function isFiller(part: string): boolean {
  return scheduleWords(part).every(({ kind }) => kind === 'filler');
}

/** What people put around a name without meaning it. */
const AROUND = /^(?:(?:about|just|of|on|only|the) )+(?=.)|(?<=.) (?:issues?|ones?)$/giu;
const JOINT = /^(?:and|or|&|\+)$/i;
const FOR_ME = /(?<=^|[^\s,;:=]\s)(?:for )?(?:me|myself)(?=\s|$)/i;
const NO_COLON = /(?<=^|\s)(only|except|without|quiet|stale|days-ahead|zone)\s(?=[^\s:：])/giu;
const NO_OPTION =
  /(?<=^|[^\s,，;；:：]\s)(agenda|category|issue|official|owner|status)\s?[=:：]\s?/giu;
const HAS_LIST = /(?:^|\s)(?:only|except|without)\s?[:：]/iu;
const LIST =
  /(?<=^|\s)((?:only|except|without)\s?[:：])\s?(.*?)(?=\s\p{L}[\p{L}-]{1,19}\s?[:：]|$)/giu;
const OPTION = /^\p{L}[\p{L}-]{1,19}[:：]/u;
const PART = /(?:<[^<>]*>|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|[^\s,，;；])+|[,，;；]/gu;
