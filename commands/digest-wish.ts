import { type DigestChoices, type DigestFilter, USUAL_CHOICES } from '../src/agenda/digest.ts';
import type { DigestWords, TypedChoices } from '../src/agenda/read-digest.ts';
import { readSchedule } from '../src/agenda/read-schedule.ts';
import { MOST_ZONE_WORDS, timeZoneNamed } from '../src/agenda/time-zone-named.ts';
import type { Schedule } from '../src/agenda/schedule.ts';
import { zoneMeant } from '../src/agenda/zone-meant.ts';
import { agendasOfDigest } from '../src/digests/agendas-of-digest.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import type { Call } from './command.ts';
import { type FiltersFound, findAgendas, findFilters } from './digest-filters.ts';
import type { DigestSpot } from './digest-spot.ts';

/** What somebody wants of a digest, all of it read. */
export interface DigestDraft {
  /** Null when the words don't say when. */
  readonly schedule: Schedule | null;
  readonly choices: DigestChoices;
}

export type DraftReading =
  | { readonly kind: 'draft'; readonly draft: DigestDraft }
  | {
      readonly kind: 'problem';
      readonly of: 'options' | 'words' | 'zone';
      readonly sentence: string;
    }
  /** The words say nothing about when, and are no options either. */
  | { readonly kind: 'no schedule' }
  | {
      readonly kind: 'filters';
      readonly of: 'except' | 'only';
      readonly trouble: Exclude<FiltersFound, { kind: 'filters' }>;
    };

/** Reads what stands after `digest`, on top of what the digest is now. */
export async function readDraftSaid(
  call: Call,
  spot: DigestSpot,
  { words, options }: DigestWords,
): Promise<DraftReading> {
  return options.kind === 'problem'
    ? { kind: 'problem', of: 'options', sentence: options.sentence }
    : readDraft(call, spot, words, options.choices);
}

/** Reads words that say when, and options already read, on top of what the digest is now. */
export async function readDraft(
  call: Call,
  spot: DigestSpot,
  words: string,
  typed: TypedChoices,
): Promise<DraftReading> {
  const standing = spot.digest?.state === 'off' ? null : spot.digest;
  const timing = readTiming(words, {
    zone: typed.zone ?? null,
    before: standing?.schedule ?? null,
    usual: call.who.timeZone,
    typed: `/summit ${digestToType(spot.whose)}`,
  });
  if (timing.kind !== 'timing') return timing;

  const before = standing?.choices ?? USUAL_CHOICES;
  const only = await readList(call, spot, typed.only, before.only, []);
  if (only.kind !== 'filters') return { kind: 'filters', of: 'only', trouble: only };
  const except = await readList(call, spot, typed.except, before.except, only.filters);
  if (except.kind !== 'filters') return { kind: 'filters', of: 'except', trouble: except };
  const choices = {
    only: only.filters,
    except: except.filters,
    quiet: typed.quiet ?? before.quiet,
    daysAhead: typed.daysAhead ?? before.daysAhead,
    staleAfter: typed.staleAfter ?? before.staleAfter,
  };
  return { kind: 'draft', draft: { schedule: timing.schedule, choices } };
}

type Timing =
  | { readonly kind: 'timing'; readonly schedule: Schedule | null }
  | Extract<DraftReading, { kind: 'no schedule' | 'problem' }>;

/** A zone that is named holds, else that of the digest as it is, else the asker's. */
function readTiming(
  words: string,
  {
    zone,
    before,
    usual,
    typed,
  }: {
    readonly zone: string | null;
    readonly before: Schedule | null;
    readonly usual: string;
    /** What stands before the words. */
    readonly typed: string;
  },
): Timing {
  const named = zone === null ? null : zoneCalled(zone);
  if (named === undefined) {
    const meant = zoneMeant(zone ?? '');
    const advice =
      meant === null
        ? 'Name a city, such as zone:Brussels, or Europe/Brussels.'
        : `Did you mean zone:${meant}?`;
    const sentence = `“${(zone ?? '').slice(0, 40)}” is no time zone. ${advice}`;
    return { kind: 'problem', of: 'zone', sentence };
  }
  if (words === '') {
    const schedule = named === null || before === null ? null : { ...before, timeZone: named };
    return { kind: 'timing', schedule };
  }
  const held = named ?? before?.timeZone ?? usual;
  const only = before === null ? null : timesAlone(words, held);
  if (before !== null && only !== null) {
    return { kind: 'timing', schedule: { ...before, times: only.times, timeZone: only.timeZone } };
  }
  const reading = readSchedule(words, held, typed);
  switch (reading.kind) {
    case 'none':
      return { kind: 'no schedule' };
    case 'problem':
      return { kind: 'problem', of: 'words', sentence: reading.sentence };
    case 'schedule':
      return { kind: 'timing', schedule: reading.schedule };
  }
}

/** Times and perhaps a zone, when the words say nothing of days; those stay as they are then. */
function timesAlone(words: string, zone: string): Schedule | null {
  if (/\bdays?\b/i.test(words)) return null;
  const reading = readSchedule(`daily ${words}`, zone);
  const isAlone = readSchedule(`weekdays ${words}`, zone).kind === 'schedule';
  return isAlone && reading.kind === 'schedule' ? reading.schedule : null;
}

/** The zone; undefined when there is none of that name. */
function zoneCalled(name: string): string | undefined {
  const named = timeZoneNamed(
    name
      .trim()
      .split(/\s+/u)
      .slice(0, MOST_ZONE_WORDS + 1),
  );
  return named.kind === 'zone' ? named.timeZone : undefined;
}

/** What stands in a list from now on: what was typed or, when nothing was, what stood there. */
async function readList(
  call: Call,
  spot: DigestSpot,
  typed: TypedChoices['only'],
  before: readonly DigestFilter[],
  only: readonly DigestFilter[],
): Promise<FiltersFound> {
  if (typed === undefined) return { kind: 'filters', filters: before };
  const named = await findAgendas(call, typed);
  if (named.kind !== 'filters') return named;
  const agendas = await agendasOfDigest(call.db, spot.place, [...named.filters, ...only]);
  return findFilters(call, spot, typed, agendas);
}
