import { USUAL_CHOICES } from '../src/agenda/digest.ts';
import { choicesToType, type DigestWords } from '../src/agenda/read-digest.ts';
import type { Schedule } from '../src/agenda/schedule.ts';
import { previewDigest } from '../src/digests/compose.ts';
import type { DigestToRead } from '../src/digests/digest-of-agenda.ts';
import type { PreviewPage } from '../src/messages/digest.ts';
import { emptyRecord } from '../src/messages/agenda-choice.ts';
import type { Call, Reply } from './command.ts';
import type { DigestSpot } from './digest-spot.ts';
import { readDraftSaid } from './digest-wish.ts';
import { sayWhatIsWrong } from './digest-wrong.ts';
import { refused, tell } from './reply.ts';

/** What a digest would tell now, for the asker alone: the one there is, or one as the words say. */
export async function previewByWords(
  call: Call,
  spot: DigestSpot,
  said: DigestWords,
): Promise<Reply> {
  const reading = await readDraftSaid(call, spot, said);
  if (reading.kind !== 'draft') return sayWhatIsWrong(call, spot, said, reading);
  const { words, options, part } = said;
  const { digest, place } = spot;
  const standing = digest?.state === 'off' ? null : digest;
  const { schedule, choices } = reading.draft;
  const typed = options.kind === 'options' ? choicesToType(options.choices) : '';
  const same = [spot.prefix, 'preview', words, typed];
  const page = { words: same.filter(Boolean).join(' ').slice(0, LONGEST_WORDS), part };
  // What a channel would be told is what all in it may see.
  const seen = spot.whose === 'mine' ? call.db : await call.inChannel?.();
  if (seen === null) return refused(NOT_HERE);
  return preview({ ...call, db: seen ?? call.db }, page, {
    ...place,
    id: standing?.id ?? null,
    schedule: schedule ?? standing?.schedule ?? lastSevenDays(call),
    choices,
  });
}

const NOT_HERE =
  'Nothing is posted in this channel: it is shared with others, or Slack does not tell what it is. /summit ceiling tells more.';

/** Longer ones don't fit on a button. */
const LONGEST_WORDS = 1500;

/** In a terminal, where no digest comes: what one would tell of the last seven days. */
export async function previewInTerminal(call: Call, part: number): Promise<Reply> {
  const { teamId, channelId: place } = call.where;
  const page = { words: 'digest preview', part };
  const schedule = lastSevenDays(call);
  return preview(call, page, { teamId, place, id: null, schedule, choices: USUAL_CHOICES });
}

async function preview(
  call: Call,
  page: PreviewPage,
  draft: Omit<DigestToRead, 'setBy'>,
): Promise<Reply> {
  const digest = { ...draft, setBy: call.who.id };
  const message = await previewDigest(call.db, { digest, now: call.now, page });
  return tell(message ?? emptyRecord());
}

/** A week ago at this minute there was one, had there been any. */
function lastSevenDays({ now, who }: Call): Schedule {
  const local = now.toZonedDateTimeISO(who.timeZone);
  return {
    every: 'week',
    days: [local.dayOfWeek],
    times: [local.toPlainTime().toString({ smallestUnit: 'minute' })],
    timeZone: who.timeZone,
  };
}
