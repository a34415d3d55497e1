import { isSlipOf } from './spelling.ts';
import { readStatuses } from './status-words.ts';
import { readFilters, type TypedFilter, typedFilterToType } from './typed-filters.ts';

/** What someone typed after `digest`. */
export interface DigestWords {
  /** True for the one in their own direct message: `digest me …`. */
  readonly isMine: boolean;
  /** The id of a channel that is named, as Slack gives it: `<#C0DESK|desk>`. */
  readonly channelId: string | null;
  /** Null when it is none: then a schedule, options or nothing. */
  readonly verb: DigestVerb | null;
  /** What stands after the verb, without options: a schedule, or an issue. */
  readonly words: string;
  readonly options: OptionsReading;
  /** What stands after the verb, as typed. */
  readonly line: string;
  /** Which part of a long answer, from 1. */
  readonly part: number;
}

export type DigestVerb =
  | 'form'
  | 'help'
  | 'mute'
  | 'now'
  | 'off'
  | 'pause'
  | 'preview'
  | 'resume'
  | 'show'
  | 'unmute';

/** What is to be otherwise; what nobody named stays. */
export interface TypedChoices {
  readonly only?: readonly TypedFilter[];
  readonly except?: readonly TypedFilter[];
  readonly quiet?: boolean;
  readonly daysAhead?: number;
  readonly staleAfter?: number;
  /** As typed. */
  readonly zone?: string;
}

export type OptionsReading =
  | { readonly kind: 'options'; readonly choices: TypedChoices }
  | { readonly kind: 'problem'; readonly sentence: string };

const DIGEST_OPTIONS = ['only', 'except', 'quiet', 'days-ahead', 'stale', 'zone'] as const;
type DigestOption = (typeof DIGEST_OPTIONS)[number];

const MOST_DAYS_AHEAD = 60;
const MOST_STALE_AFTER = 365;

/** The words that stand for themselves after `digest`. */
export const DIGEST_VERBS: readonly DigestVerb[] = [
  'off',
  'pause',
  'resume',
  'now',
  'preview',
  'mute',
  'unmute',
  'form',
  'show',
  'help',
];

/** Reads what stands after `digest`, as it was typed. */
export function readDigestWords(typed: string): DigestWords {
  const channelId = CHANNEL.exec(typed.slice(0, LONGEST))?.[1] ?? null;
  const line = typed.slice(0, LONGEST).replace(CHANNEL, ' ').replaceAll(/\s+/gu, ' ').trim();
  const [, mine, rest = ''] = /^(?:(?:for )?(me|mine|my)(?: |$))?(.*)$/isu.exec(line) ?? [];
  const [, first = '', after = ''] = /^(\S*) ?(.*)$/su.exec(rest) ?? [];
  const word = first.toLowerCase();
  // `on mondays at 9` says when.
  const verb = word === 'on' && after === '' ? 'resume' : (VERBS.get(word) ?? null);
  const said = verb === null ? rest : after;
  const { words, given } = NAMES_AN_ISSUE.has(verb)
    ? { words: after, given: [] }
    : takeOptions(asMeant(said));
  const part = Number(given.find(({ name }) => name === 'part')?.value ?? '1');
  return {
    isMine: mine !== undefined,
    channelId,
    verb,
    words,
    line: said,
    options: readOptions(given.filter(({ name }) => name !== 'part')),
    part: Number.isSafeInteger(part) && part >= 1 && part <= 1000 ? part : 1,
  };
}

/** What to type for the same options again. */
export function choicesToType({
  only,
  except,
  quiet,
  daysAhead,
  staleAfter,
  zone,
}: TypedChoices): string {
  const filters = (list: readonly TypedFilter[], none: string): string =>
    list.length === 0 ? none : list.map((one) => typedFilterToType(one)).join(',');
  return [
    ...(only === undefined ? [] : [`only:${filters(only, 'all')}`]),
    ...(except === undefined ? [] : [`except:${filters(except, 'none')}`]),
    ...(quiet === undefined ? [] : [`quiet:${quiet ? 'on' : 'off'}`]),
    ...(daysAhead === undefined ? [] : [`days-ahead:${daysAhead}`]),
    ...(staleAfter === undefined ? [] : [`stale:${staleAfter}`]),
    ...(zone === undefined ? [] : [`zone:${/\s/.test(zone) ? `"${zone}"` : zone}`]),
  ].join(' ');
}

/** Reads options by their names; several of one name count as one list. */
export function readOptions(given: readonly GivenOption[]): OptionsReading {
  const choices: { -readonly [Name in keyof TypedChoices]: TypedChoices[Name] } = {};
  for (const { name: typedName, value } of given) {
    const name = optionCalled(typedName);
    if (name === null) return unknownOption(typedName);
    switch (name) {
      case 'only':
      case 'except': {
        const reading = readFilters(value);
        if (reading.kind === 'problem') return problem(reading.sentence);
        if (name === 'except' && EVERYTHING.test(value)) return problem(NOTHING_LEFT);
        choices[name] = [...(choices[name] ?? []), ...reading.filters];
        break;
      }
      case 'quiet': {
        const quiet = SWITCH.get(value.toLowerCase());
        if (quiet === undefined) return problem('Write quiet:on or quiet:off.');
        choices.quiet = quiet;
        break;
      }
      case 'days-ahead': {
        const days = readCount(value, MOST_DAYS_AHEAD);
        if (days === null)
          return problem(`Write days-ahead: and a number from 0 to ${MOST_DAYS_AHEAD}.`);
        choices.daysAhead = days;
        break;
      }
      case 'stale': {
        const days = readCount(value, MOST_STALE_AFTER);
        if (days === null)
          return problem(`Write stale: and a number of days to ${MOST_STALE_AFTER}, or stale:off.`);
        choices.staleAfter = days;
        break;
      }
      case 'zone':
        choices.zone = value.replaceAll(/["“”„«»]/gu, '');
        break;
    }
  }
  return { kind: 'options', choices };
}

export interface GivenOption {
  readonly name: string;
  readonly value: string;
}

/** `7 days` is one value, and so is a status of several words. */
function asMeant(line: string): string {
  return line
    .replaceAll(/(?<=(?:ahead|stale) ?[:：] ?\d{1,4}) (?=days?(?:\s|$))/giu, '')
    .replaceAll(AFTER_COLON_OR_COMMA, (whole, before: string, phrase: string) => {
      const parts = phrase.split(' ');
      for (let end = parts.length; end > 1; end -= 1) {
        const status = parts.slice(0, end).join(' ');
        if (readStatuses(status) !== null)
          return [`${before}"${status}"`, ...parts.slice(end)].join(' ');
      }
      return whole;
    });
}

const AFTER_COLON_OR_COMMA =
  /((?:only|except|without) ?[:：] ?(?:status ?[=:：] ?)?|[,，;；] ?)(\p{L}+(?: \p{L}+){1,4})/giu;

/** Parts `name:value` from the other words. */
function takeOptions(line: string): {
  readonly words: string;
  readonly given: readonly GivenOption[];
} {
  const given: GivenOption[] = [];
  const words = line.replaceAll(OPTION, (_, name: string, value: string | undefined) => {
    given.push({ name: name.toLowerCase(), value: value ?? '' });
    return ' ';
  });
  return { words: words.replaceAll(/ +/gu, ' ').trim(), given };
}

function optionCalled(typed: string): DigestOption | null {
  const name = typed.toLowerCase().replaceAll(/\p{Pd}/gu, '-');
  return DIGEST_OPTIONS.find((one) => one === name) ?? OTHER_NAMES.get(name) ?? null;
}

function unknownOption(typed: string): OptionsReading {
  const near = DIGEST_OPTIONS.find((name) => isSlipOf(typed.toLowerCase(), name));
  const hint =
    near === undefined
      ? `Options are ${DIGEST_OPTIONS.map((name) => `${name}:`).join(', ')}.`
      : `Did you mean ${near}:?`;
  return problem(`“${typed.slice(0, 40)}:” is no option of a digest. ${hint}`);
}

function problem(sentence: string): OptionsReading {
  return { kind: 'problem', sentence };
}

/** A whole number of days, or none for `off`. */
function readCount(value: string, most: number): number | null {
  if (/^(?:off|no|none|never)$/i.test(value)) return 0;
  const digits = /^(\d{1,4})\s?(?:d|days?)?$/i.exec(value)?.[1];
  const count = digits === undefined ? Number.NaN : Number(digits);
  return count <= most ? count : null;
}

const VERBS: ReadonlyMap<string, DigestVerb> = new Map([
  ...DIGEST_VERBS.map((verb) => [verb, verb] as const),
  ['edit', 'form'],
  ['change', 'form'],
  ...['cancel', 'delete', 'disable', 'stop', 'unsubscribe'].map((word) => [word, 'off'] as const),
  ['list', 'show'],
  ['settings', 'show'],
  ['hold', 'pause'],
  ['continue', 'resume'],
  ['unpause', 'resume'],
  ['send', 'now'],
]);

/** A colon is part of a name there. */
const NAMES_AN_ISSUE: ReadonlySet<DigestVerb | null> = new Set(['mute', 'unmute']);

const OTHER_NAMES: ReadonlyMap<string, DigestOption> = new Map([
  ['ahead', 'days-ahead'],
  ['daysahead', 'days-ahead'],
  ['silent', 'quiet'],
  ['without', 'except'],
  ['tz', 'zone'],
  ['timezone', 'zone'],
  ['time-zone', 'zone'],
]);

const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['yes', true],
  ['true', true],
  ['off', false],
  ['no', false],
  ['false', false],
]);

const LONGEST = 2000;
const CHANNEL = /(?<=^|\s)<#([A-Z0-9]{2,30})(?:\|[^<>]{0,200})?>(?=\s|$)/;
const EVERYTHING = /^(?:all|any|anything|everything)$/i;
const NOTHING_LEFT =
  'Nothing would be left to tell. To have no digest, type off alone: /summit digest off or /summit digest me off.';
const ITEM = '(?:<[^<>]*>|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|[^\\s,，;；])+';
const NEXT_OPTION = '(?:only|except|quiet|days|stale|zone|part)\\p{L}*(?:\\p{Pd}\\p{L}*)?[:：]';
const OPTION = new RegExp(
  `(?<=^|\\s)(\\p{L}[\\p{L}\\p{Pd}]{1,19}) ?[:：] ?(${ITEM}(?: ?[,，;；] ?(?!${NEXT_OPTION})${ITEM})*)?[,，;；]*`,
  'giu',
);
