import {
  choicesToType,
  DIGEST_VERBS,
  type DigestWords,
  readDigestWords,
  type TypedChoices,
} from '../src/agenda/read-digest.ts';
import { readSchedule } from '../src/agenda/read-schedule.ts';
import { rewordedDigest } from '../src/agenda/reworded-digest.ts';
import { WEEKDAY_NAMES } from '../src/agenda/schedule-words.ts';
import type { TypedFilter } from '../src/agenda/typed-filters.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import { filterChoices } from '../src/messages/digest-trouble.ts';
import { compose, type SayButton } from '../src/messages/pieces.ts';
import { didYouMean, echo } from '../src/messages/which-issue.ts';
import type { Call, Reply } from './command.ts';
import { inFull } from './digest-filters.ts';
import type { DigestSpot } from './digest-spot.ts';
import { type DraftReading, readDraft } from './digest-wish.ts';
import { nearestOf } from './nearest-word.ts';
import { misuse, tell } from './reply.ts';

type Unread = Exclude<DraftReading, { kind: 'draft' }>;

/** Says why the words make no digest, and what to type instead. */
export async function sayWhatIsWrong(
  call: Call,
  spot: DigestSpot,
  said: DigestWords,
  unread: Unread,
): Promise<Reply> {
  const { words, options, verb } = said;
  const typed = options.kind === 'options' ? options.choices : {};
  const prefix = [spot.prefix, verb].filter(Boolean).join(' ');
  if (unread.kind === 'filters') return askWhich(prefix, words, typed, unread);
  const meant = options.kind === 'options' ? meantBy(words) : null;
  const better = [prefix, meant, choicesToType(typed)].join(' ').trim();
  if (meant !== null && better.length <= LONGEST_WORDS) return suggesting(better);
  const sentence =
    unread.kind === 'problem'
      ? unread.sentence
      : `“${echo(words)}” is not something a digest takes. Say when it comes, such as /summit ${digestToType(spot.whose)} weekdays 09:00, or see /summit help digest.`;
  return (await meantOtherwise(call, spot, said)) ?? misuse(sentence);
}

/** The words with the colons, commas and quotes they lack, when they can be used then. */
async function meantOtherwise(
  call: Call,
  spot: DigestSpot,
  { line, verb }: DigestWords,
): Promise<Reply | null> {
  const reworded = rewordedDigest(line);
  if (reworded === null) return null;
  const { words, options, verb: other } = readDigestWords(reworded.line);
  if (options.kind === 'problem' || other !== null) return null;
  const unread = await readDraft(call, spot, words, options.choices);
  const isMine = reworded.isMine && spot.whose === 'here';
  const prefix = [isMine ? 'digest me' : spot.prefix, verb].filter(Boolean).join(' ');
  if (unread.kind === 'draft') {
    const better = `${prefix} ${reworded.line}`;
    return better.length <= LONGEST_WORDS ? suggesting(better) : null;
  }
  const isAsked = /\b(?:only|except|without)\s?[:：]/iu.test(line);
  return unread.kind === 'filters' && (isAsked || unread.trouble.kind === 'ambiguous')
    ? askWhich(prefix, words, options.choices, unread)
    : null;
}

/** Where a filter names nothing or too much: the nearest, each with the whole line. */
async function askWhich(
  prefix: string,
  words: string,
  typed: TypedChoices,
  { of, trouble: found }: Extract<Unread, { kind: 'filters' }>,
): Promise<Reply> {
  const trouble = await inFull(found);
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

/** A word as it stands: what it means is found once it is typed. */
function bareWord(words: string): TypedFilter {
  return { kind: 'issue', words, bare: true };
}

/** Nobody reads longer ones on a button. */
const LONGEST_WORDS = 300;

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
