import { changeChoices, setDigest } from '../src/changes/set-digest.ts';
import { listStandingsToFilter } from '../db/digest-issues.ts';
import type { DigestPlace, StandingDigest } from '../db/digests.ts';
import type { DigestChoices } from '../src/agenda/digest.ts';
import { filtersFor, isNarrowed } from '../src/agenda/digest-filter.ts';
import type { DigestWords } from '../src/agenda/read-digest.ts';
import { agendasOfDigest } from '../src/digests/agendas-of-digest.ts';
import { digestSet, digestToType } from '../src/messages/digest-settings.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import type { Span } from '../src/messages/spans.ts';
import { askedBy } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { nextTold } from './digest-next.ts';
import { buttonAbout, deedOn, type DigestSpot } from './digest-spot.ts';
import { type DigestDraft, readDraftSaid } from './digest-wish.ts';
import { sayWhatIsWrong } from './digest-wrong.ts';
import { misuse, tell } from './reply.ts';

/** Sets the digest of a place as the words say, or changes just what the options name. */
export async function setByWords(call: Call, spot: DigestSpot, said: DigestWords): Promise<Reply> {
  const reading = await readDraftSaid(call, spot, said);
  if (reading.kind !== 'draft') return sayWhatIsWrong(call, spot, said, reading);
  return keepDraft(call, spot, reading.draft);
}

/** Keeps what was read, and confirms it. */
export async function keepDraft(
  call: Call,
  spot: DigestSpot,
  { schedule, choices }: DigestDraft,
): Promise<Reply> {
  const { place, digest, whose } = spot;
  const asked = await askedBy(call, ...deedOn(spot));
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
  { place, whose, digest: before }: DigestSpot,
  { schedule, choices, state }: StandingDigest,
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
  if (!(await fitsAny(call, place, choices))) {
    beside.push(['As things are, no issue that has a status fits: there is nothing to tell.']);
  }
  if (whose === 'here' && (await call.reach?.()) === 'not a member') {
    beside.push(['Summit is not in this channel: type ', { code: '/invite @Summit' }, ' here.']);
  }
  return beside;
}

/** False where filters leave no issue of the agendas that the digest tells of. */
async function fitsAny({ db }: Call, place: DigestPlace, choices: DigestChoices): Promise<boolean> {
  if (!isNarrowed(choices)) return true;
  const agendas = await agendasOfDigest(db, place, choices.only);
  for (const { id: agendaId } of agendas) {
    const issues = await listStandingsToFilter(db, { agendaId, teamId: place.teamId }, choices);
    if (issues.some((issue) => filtersFor(choices, issue) !== null)) return true;
  }
  return agendas.length === 0;
}
