import type { DigestChoices, DigestFilter } from '../agenda/digest.ts';
import type { IssueRef } from '../agenda/record.ts';
import type { Schedule } from '../agenda/schedule.ts';
import { cutTo } from './cut.ts';
import { counted } from './dates.ts';
import { visible } from './escape.ts';
import { filterInWords } from './filter-in-words.ts';
import { pauseReason } from './pause-reasons.ts';
import {
  heading,
  lines,
  lineWithButton,
  paragraph,
  type Piece,
  type SayButton,
  smallPrint,
} from './pieces.ts';
import { momentInWords, scheduleInWords } from './schedule-in-words.ts';
import type { Span } from './spans.ts';

/** Where a digest comes, as seen from where it is asked about: `there` is another channel. */
export type DigestWhose = 'here' | 'mine' | 'there';

/** A digest as it is set up. */
export interface DigestSettings {
  readonly whose: DigestWhose;
  readonly schedule: Schedule;
  readonly choices: DigestChoices;
}

/** All that there is to know of one. */
export interface DigestStanding extends DigestSettings {
  readonly state: 'off' | 'on' | 'paused';
  readonly pausedBecause: string | null;
  readonly setBy: string;
  readonly setAt: Temporal.Instant;
  readonly changedBy: string;
  readonly changedAt: Temporal.Instant;
  /** When the next ones come. */
  readonly next: readonly Temporal.Instant[];
  readonly muted: readonly MutedIssue[];
  /** How the last ones went, the newest first. */
  readonly past: readonly PastDigest[];
}

export interface MutedIssue extends IssueRef {
  readonly level: 'all' | 'updates';
  readonly by: string;
  /** To hear of it again. */
  readonly unmute: SayButton;
}

export interface PastDigest {
  readonly at: Temporal.Instant;
  readonly kind: 'asked' | 'due';
  readonly state: 'composed' | 'due' | 'failed' | 'missed' | 'said' | 'silent' | 'unknown';
  readonly settledAt: Temporal.Instant | null;
  readonly why: string | null;
}

/** What comes to a channel or a person, when, and how the last ones went. */
export function digestStanding(digest: DigestStanding): Piece[] {
  const { state, schedule, whose, muted, past } = digest;
  const zone = schedule.timeZone;
  if (state === 'off') return [...standing(digest), ...pastLines(past, zone)];
  return [
    ...heading(DIGEST_NAMES[whose]),
    ...standing(digest),
    ...lines(whatItTells(digest)),
    ...mutedLines(muted),
    ...pastLines(past, zone),
    ...smallPrint(whoSetIt(digest)),
  ];
}

/** Nothing comes, and how to change that. */
export function noDigest(
  whose: DigestWhose,
  ended: { readonly by: string; readonly at: Temporal.Instant; readonly zone: string } | null,
): Piece[] {
  const words = `${digestToType(whose)} weekdays 09:00`;
  return [
    ...paragraph([
      whose === 'mine' ? 'You get no digest of your own. ' : `${CHANNELS[whose]} gets no digest. `,
      'To have one, type ',
      { code: `/summit ${words}` },
      ' or fill in the form.',
    ]),
    ...(ended === null
      ? []
      : smallPrint([
          'There was one: ',
          { person: ended.by },
          ` turned it off on ${momentInWords(ended.at, ended.zone)}.`,
        ])),
  ];
}

/** Confirms what comes from now on, and when the next three do. */
export function digestSet(
  digest: DigestSettings & { readonly next: readonly Temporal.Instant[] },
  /** What else there is to know, a sentence each. */
  beside: readonly (readonly Span[])[],
): Piece[] {
  return [
    ...paragraph([
      digest.whose === 'mine' ? 'You get a digest ' : `${CHANNELS[digest.whose]} gets a digest `,
      { bold: scheduleInWords(digest.schedule) },
      digest.whose === 'mine' ? ', in your direct messages with Summit.' : '.',
    ]),
    ...lines(nextLines(digest.next, digest.schedule.timeZone)),
    ...lines(whatItTells(digest)),
    ...beside.flatMap((sentence) => paragraph(sentence)),
  ];
}

/** What it is about and how much it says, a line each. */
function whatItTells({ whose, choices }: DigestSettings): Span[][] {
  const { only, except, quiet, daysAhead, staleAfter } = choices;
  const mine: Span[] =
    whose === 'mine' ? [except.length === 0 ? '' : ', ', 'what you changed yourself'] : [];
  const left = [...listed(except), ...mine];
  const ahead =
    daysAhead === 0 ? 'Dates to come: none' : `Dates to come: ${counted(daysAhead, 'day')} ahead`;
  const stale =
    staleAfter === 0
      ? 'Issues without news: not told'
      : `Issues without news: told after ${counted(staleAfter, 'day')}`;
  return [
    [{ bold: 'Tells of' }, ': ', ...(only.length === 0 ? EVERYTHING : listed(only))],
    ...(left.length === 0 ? [] : [[{ bold: 'But not of' }, ': ', ...left]]),
    [{ bold: 'Where nothing changed' }, quiet ? ': it stays silent' : ': it says so in one line'],
    [`${ahead}. ${stale}.`],
  ];
}

/** The next moments, in one line each. */
export function nextLines(next: readonly Temporal.Instant[], zone: string): Span[][] {
  return next.map((at, index) => [
    index === 0 ? 'Next: ' : 'Then: ',
    { bold: momentInWords(at, zone) },
  ]);
}

/** What it is called, as the beginning of a sentence. */
export const DIGEST_NAMES: Readonly<Record<DigestWhose, string>> = {
  here: 'The digest of this channel',
  mine: 'Your digest',
  there: 'The digest of that channel',
};

/** What words about it begin with, as people type them. */
export function digestToType(whose: DigestWhose): string {
  return { here: 'digest', mine: 'digest me', there: 'digest #channel' }[whose];
}

const CHANNELS = { here: 'This channel', there: 'That channel' } as const;

const EVERYTHING: readonly Span[] = ['every issue of the agenda in use here'];

function listed(filters: readonly DigestFilter[]): Span[] {
  return filters.flatMap((filter, at): Span[] => [at === 0 ? '' : ', ', ...filterInWords(filter)]);
}

function standing({ state, pausedBecause, schedule, next, ...digest }: DigestStanding): Piece[] {
  const comes: Span[] = ['It comes ', { bold: scheduleInWords(schedule) }, '.'];
  const resume = { code: `/summit ${digestToType(digest.whose)} resume` };
  switch (state) {
    case 'on':
      return [...paragraph(comes), ...lines(nextLines(next, schedule.timeZone))];
    case 'paused': {
      if (pausedBecause !== null) {
        const { why, remedy } = pauseReason(pausedBecause);
        return [
          ...paragraph([
            { bold: 'Paused by Summit' },
            `: ${why} ${remedy}, then type `,
            resume,
            '.',
          ]),
          ...paragraph(comes),
        ];
      }
      return [
        ...paragraph([
          { bold: 'Paused' },
          ' by ',
          { person: digest.changedBy },
          ` on ${momentInWords(digest.changedAt, schedule.timeZone)}. To have it again, type `,
          resume,
          '.',
        ]),
        ...paragraph(comes),
      ];
    }
    case 'off':
      return noDigest(digest.whose, {
        by: digest.changedBy,
        at: digest.changedAt,
        zone: schedule.timeZone,
      });
  }
}

function whoSetIt({ setBy, setAt, changedBy, changedAt, schedule }: DigestStanding): Span[] {
  const zone = schedule.timeZone;
  const set: Span[] = ['Set up by ', { person: setBy }, ` on ${momentInWords(setAt, zone)}`];
  if (Temporal.Instant.compare(setAt, changedAt) === 0) return [...set, '.'];
  const changed: Span[] = [{ person: changedBy }, ` on ${momentInWords(changedAt, zone)}.`];
  return [...set, '; last changed by ', ...changed];
}

/** Each of the first with a button; the others with what to type. */
function mutedLines(muted: readonly MutedIssue[]): Piece[] {
  if (muted.length === 0) return [];
  return muted.flatMap(({ title, level, by, unmute }, at) => {
    const shown: Span[] = [
      { bold: cutTo(visible(title), 90) },
      level === 'all' ? ': not told' : ': only changes of status are told',
      ' (',
      { person: by },
      ')',
    ];
    const said: Span[] = [...shown, '. ', { code: `/summit ${unmute.type ?? unmute.say}` }];
    const button = { ...unmute, heard: `Unmute ${title}` };
    return at < MOST_BUTTONS ? lineWithButton({ shown, said }, button) : lines([said]);
  });
}

const MOST_BUTTONS = 10;

function pastLines(past: readonly PastDigest[], zone: string): Piece[] {
  if (past.length === 0) return [];
  const rows = past.map((one): Span[] => [
    `${momentInWords(one.at, zone)}: ${howItWent(one, zone)}`,
  ]);
  return lines([[{ bold: 'How the last ones went' }], ...rows]);
}

function howItWent(past: PastDigest, zone: string): string {
  const outcome = outcomeOf(past, zone);
  return past.kind === 'asked' ? `asked for, ${outcome}` : outcome;
}

function outcomeOf({ at, state, settledAt, why }: PastDigest, zone: string): string {
  switch (state) {
    case 'due':
    case 'composed':
      return 'on its way';
    case 'said':
      return settledAt !== null && settledAt.since(at).total('minutes') > LATE_FROM
        ? `posted late, ${momentInWords(settledAt, zone)}`
        : 'posted';
    case 'silent':
      return 'nothing had changed that it tells of, so nothing was said';
    case 'missed':
      return `missed: ${MISSED[why ?? ''] ?? MISSED.late}`;
    case 'failed':
      return `not posted${failedBecause(why)}; the next one tells it all`;
    case 'unknown':
      return 'uncertain: Slack did not say whether it took it, and it was not posted again';
  }
}

/** Words of ours, Slack's own word, or the code that the log has too. */
function failedBecause(why: string | null): string {
  if (why === null) return '';
  if (MISSED[why] !== undefined) return `: ${MISSED[why]}`;
  return SLACKS_WORD.test(why)
    ? `: ${pauseReason(why).why.slice(0, -1)}`
    : ` (${why.slice(0, 60)})`;
}

const SLACKS_WORD = /^[a-z]+(?:_[a-z]+)+$/;

/** Minutes: Slack may let a busy workspace wait so long. */
const LATE_FROM = 10;

const MISSED: Readonly<Record<string, string>> & { readonly late: string } = {
  away: 'Summit was not running; the next one tells it all',
  clock: 'the clock was set back; it comes when it is due',
  late: 'Summit could not post it in time; the next one tells it all',
  overtaken: 'the one after it was due already, and tells it all',
  restored: 'the record was restored from a backup',
  paused: 'the digest was paused first',
  off: 'the digest was turned off first',
};
