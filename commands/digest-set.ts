import { changeChoices, setDigest } from '../src/changes/set-digest.ts';
import type { StandingDigest } from '../db/digests.ts';
import {
  choicesToType,
  DIGEST_VERBS,
  type DigestWords,
  type TypedChoices,
} from '../src/agenda/read-digest.ts';
import type { TypedFilter } from '../src/agenda/typed-filters.ts';
import { WEEKDAY_NAMES } from '../src/agenda/schedule-words.ts';
import { readSchedule } from '../src/agenda/read-schedule.ts';
import { digestSet, digestToType } from '../src/messages/digest-settings.ts';
import { filterChoices } from '../src/messages/digest-trouble.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose, type SayButton } from '../src/messages/pieces.ts';
import type { Span } from '../src/messages/spans.ts';
import { didYouMean, echo } from '../src/messages/which-issue.ts';
import { askedBy } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { nextTold } from './digest-next.ts';
import { buttonAbout, type DigestSpot } from './digest-spot.ts';
import { type DigestDraft, type DraftReading, readDraft } from './digest-wish.ts';
import { nearestOf } from './nearest-word.ts';
import { misuse, tell } from './reply.ts';

/** Sets the digest of a place as the words say, or changes just what the options name. */
export async function setByWords(
  call: Call,
  spot: DigestSpot,
  { words, options }: DigestWords,
): Promise<Reply> {
  if (options.kind === 'problem') return misuse(options.sentence);
  const reading = await readDraft(call, spot, words, options.choices);
  if (reading.kind !== 'draft') return sayWhatIsWrong(spot, words, options.choices, reading);
  return keepDraft(call, spot, reading.draft);
}

/** Keeps what was read, and confirms it. */
export async function keepDraft(
  call: Call,
  spot: DigestSpot,
  { schedule, choices }: DigestDraft,
): Promise<Reply> {
  const { place, digest, whose } = spot;
  const asked = askedBy(call, null);
  if (schedule !== null) {
    const outcome = await setDigest(call.db, { ...place, schedule, choices }, asked);
    return outcome.kind === 'repeated'
      ? tell(notice(REPEATED))
      : confirmed(call, spot, outcome.digest);
  }
  if (digest === null || digest.state === 'off') {
    return misuse(
      `There is no digest to change. Say when it comes as well: /summit ${digestToType(whose)} weekdays 09:00 only:tension.`,
    );
  }
  const outcome = await changeChoices(call.db, place, choices, asked);
  switch (outcome.kind) {
    case 'missing':
      return misuse(
        `There is no digest to change. Say when it comes: /summit ${digestToType(whose)} daily 09:00.`,
      );
    case 'repeated':
      return tell(notice(REPEATED));
    case 'as it was':
    case 'changed':
      return confirmed(call, spot, outcome.digest);
  }
}

/** Says why there is no draft, and what to type instead. */
export function sayWhatIsWrong(
  { prefix, whose }: Pick<DigestSpot, 'prefix' | 'whose'>,
  words: string,
  typed: TypedChoices,
  reading: Exclude<DraftReading, { kind: 'draft' }>,
): Reply {
  switch (reading.kind) {
    case 'no schedule':
    case 'problem': {
      const meant = meantBy(words);
      const better = [prefix, meant, choicesToType(typed)].join(' ').trim();
      if (meant !== null && better.length <= LONGEST_WORDS) return suggesting(better);
      return misuse(
        reading.kind === 'problem'
          ? reading.sentence
          : `“${echo(words)}” is not something a digest takes. Say when it comes, such as /summit ${digestToType(whose)} weekdays 09:00, or see /summit help digest.`,
      );
    }
    case 'filters': {
      const { of, trouble } = reading;
      if (trouble.kind === 'problem') return misuse(trouble.sentence);
      const again = (filter: TypedFilter): string => {
        const list = (typed[of] ?? []).map((one, at) => (at === trouble.at ? filter : one));
        return [prefix, words, choicesToType({ ...typed, [of]: list })].filter(Boolean).join(' ');
      };
      const word = trouble.kind === 'missing' ? trouble.word : null;
      const issues = trouble.kind === 'ambiguous' ? trouble.issues : trouble.nearest;
      const buttons: SayButton[] = [
        ...(word === null ? [] : [{ label: word, say: again(bareWord(word)) }]),
        ...issues.map(({ key, title }) => ({
          label: title,
          say: again({ kind: 'issue', words: key, bare: false }),
        })),
      ].filter(({ say }) => say.length <= LONGEST_WORDS);
      const message = compose({
        pieces: filterChoices(trouble, buttons),
        words: prefix,
        buttons,
        buttonsAreSaid: true,
      });
      return { ...tell(message), problem: 'usage' };
    }
  }
}

/** A word as it stands: what it means is found once it is typed. */
function bareWord(words: string): TypedFilter {
  return { kind: 'issue', words, bare: true };
}

/** Nobody reads longer ones on a button. */
const LONGEST_WORDS = 300;

/** What comes from now on. */
async function confirmed(call: Call, spot: DigestSpot, digest: StandingDigest): Promise<Reply> {
  const { whose, prefix } = spot;
  const next = digest.state === 'on' ? await nextTold(call, digest) : [];
  const pieces = digestSet(
    { whose, schedule: digest.schedule, choices: digest.choices, next },
    await besideIt(call, spot, digest),
  );
  const buttons = [
    buttonAbout(spot, 'Preview', 'preview'),
    buttonAbout(spot, 'Change', 'form'),
    buttonAbout(spot, 'See all of it'),
  ];
  return tell(compose({ pieces, words: prefix, buttons }));
}

async function besideIt(
  call: Call,
  { whose, digest: before }: DigestSpot,
  { schedule, state }: StandingDigest,
): Promise<(readonly Span[])[]> {
  const { timeZone } = schedule;
  const beside: (readonly Span[])[] = [];
  if (state === 'paused') {
    beside.push([
      'It is paused. To have it again, type ',
      { code: `/summit ${digestToType(whose)} resume` },
      '.',
    ]);
  } else if (before?.state === 'paused') {
    beside.push(['It was paused, and comes again.']);
  }
  const isKept = before !== null && before.state !== 'off' && before.schedule.timeZone === timeZone;
  if (
    isKept &&
    timeZone !== call.who.timeZone &&
    JSON.stringify(before.schedule) !== JSON.stringify(schedule)
  ) {
    beside.push([
      `It keeps its time zone, ${timeZone}. For yours, add `,
      { code: `zone:${call.who.timeZone}` },
      '.',
    ]);
  }
  if (whose === 'here' && (await call.reach?.()) === 'not a member') {
    beside.push(['Summit is not in this channel: type ', { code: '/invite @Summit' }, ' here.']);
  }
  return beside;
}

/** The words with slips mended, when they say something then. */
function meantBy(words: string): string | null {
  const typed = words.split(' ').slice(0, MOST_MENDED);
  const [first = '', ...rest] = typed;
  const verb = nearestOf(DIGEST_VERBS, first);
  if (verb !== null && rest.length === 0) return verb;
  const mended = typed.map((word) => nearestOf(TIMING_WORDS, word) ?? word).join(' ');
  if (mended !== words && readSchedule(mended, 'UTC').kind === 'schedule') return mended;
  return verb === 'mute' || verb === 'unmute' ? [verb, ...rest].join(' ') : null;
}

const MOST_MENDED = 12;
const TIMING_WORDS: readonly string[] = [
  'daily',
  'weekdays',
  'weekly',
  'monthly',
  ...WEEKDAY_NAMES,
];

function suggesting(words: string): Reply {
  const { pieces, ...button } = didYouMean(words);
  const message = compose({ pieces, words: '', buttons: [button], buttonsAreSaid: true });
  return { ...tell(message), problem: 'usage' };
}
