import { listAgendas } from '../db/agendas.ts';
import { nameIndex } from '../db/names.ts';
import { fold } from '../src/agenda/fold.ts';
import { readMute } from '../src/agenda/read-mute.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import {
  filterToType,
  readFilters,
  type TypedFilter,
  typedFilterToType,
} from '../src/agenda/typed-filters.ts';
import { agendasOfDigest } from '../src/digests/agendas-of-digest.ts';
import { muteIssue, unmuteIssue } from '../src/changes/mute-issue.ts';
import { emptyRecord } from '../src/messages/agenda-choice.ts';
import { muted, unmuted } from '../src/messages/digest-changed.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import { GONE, REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { askedBy } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { findOnAgendas } from './digest-filters.ts';
import { buttonAbout, deedOn, type DigestSpot } from './digest-spot.ts';
import { mustMay } from './may.ts';
import { about, misuse, refused, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

/** `digest mute fentanyl updates`: what the digest leaves out of one issue from now on. */
export async function muteByWords(
  call: Call,
  spot: DigestSpot,
  verb: 'mute' | 'unmute',
  words: string,
): Promise<Reply> {
  await mustMay(call, ...deedOn(spot));
  const { digest, prefix, whose } = spot;
  const typed = digestToType(whose);
  const { name, level, agendaId: named } = readMute(words);
  if (name === '') return misuse(`Say which issue: /summit ${typed} ${verb} fentanyl.`);
  if (digest === null || digest.state === 'off') {
    return misuse(
      `There is no digest to ${verb} anything in. To have one: /summit ${typed} weekdays 09:00.`,
    );
  }
  const told = await agendasOfDigest(call.db, spot.place, digest.choices.only);
  const agendas =
    named === null
      ? told
      : (await listAgendas(call.db, call.where.teamId)).filter(({ id }) => id === named);
  const found = await findOnAgendas(call, agendas, name);
  const filter = await filterCalled(call, agendas, name);
  if (filter !== null) return misuse(chosenOtherwise(call, spot, verb, filter));
  if (found === null) {
    return named === null
      ? tell(emptyRecord())
      : misuse('No agenda is called so. See them with /summit agenda.');
  }
  const { agenda, match } = found;
  const options = [
    ...(level === 'updates' && verb === 'mute' ? ['updates'] : []),
    ...(named === null ? [] : [`agenda:${named}`]),
  ].join(' ');
  const question = { command: `${prefix} ${verb}`, typed: name, options, part: 1, match };
  return withIssue(call, agenda, question, async ([issue, ...others], unknown) => {
    if (issue === undefined || others.length > 0 || unknown.length > 0) {
      return misuse(`Name one issue at a time: /summit ${typed} ${verb} fentanyl.`);
    }
    return change(call, spot, { verb, agenda, issue, level, options });
  });
}

interface WantedMute {
  readonly verb: 'mute' | 'unmute';
  readonly agenda: Agenda;
  readonly issue: IssueRef;
  readonly level: 'all' | 'updates';
  readonly options: string;
}

async function change(
  call: Call,
  spot: DigestSpot,
  { verb, agenda, issue, level, options }: WantedMute,
): Promise<Reply> {
  const { place, whose } = spot;
  const { key } = issue;
  const asked = await askedBy(call, ...deedOn(spot));
  const id = { agendaId: agenda.id, key };
  const outcome = await (verb === 'mute'
    ? muteIssue(call.db, place, { ...id, level }, asked)
    : unmuteIssue(call.db, place, id, asked));
  switch (outcome.kind) {
    case 'missing':
      return misuse(
        `There is no digest yet. To have one: /summit ${digestToType(whose)} weekdays 09:00.`,
      );
    case 'repeated':
      return about(key, notice(REPEATED));
    case 'gone':
      return refused(GONE);
    case 'as it was':
    case 'changed': {
      const isNew = outcome.kind === 'changed';
      const of = options.replace(/^updates ?/, '');
      const other = [verb === 'mute' ? 'unmute' : 'mute', key, of].filter(Boolean).join(' ');
      return about(
        key,
        compose({
          pieces:
            verb === 'mute' ? muted(issue, level, whose, isNew) : unmuted(issue, whose, isNew),
          words: '',
          buttons: [
            buttonAbout(spot, verb === 'mute' ? 'Unmute' : 'Mute', other),
            buttonAbout(spot, 'Manage'),
          ],
        }),
      );
    }
  }
}

type BroadFilter = Extract<TypedFilter, { kind: 'category' | 'status' }>;

/** The category or status the words name, unless an issue has exactly that name. */
async function filterCalled(
  call: Call,
  agendas: readonly Agenda[],
  name: string,
): Promise<BroadFilter | null> {
  const reading = readFilters(name);
  const [filter, ...others] = reading.kind === 'filters' ? reading.filters : [];
  if (filter === undefined || others.length > 0) return null;
  if (filter.kind !== 'category' && filter.kind !== 'status') return null;
  for (const { id } of agendas) {
    const issues = await nameIndex(call.db, id).named(fold(name).squeezed);
    if (issues.length > 0) return null;
  }
  return filter;
}

/** Where the words name what `except:` takes: what to type, with all that stands there already. */
function chosenOtherwise(
  { who }: Call,
  { digest, whose }: DigestSpot,
  verb: 'mute' | 'unmute',
  filter: BroadFilter,
): string {
  const typed = typedFilterToType(filter);
  const before = (digest?.choices.except ?? []).map((one) => filterToType(one, who.id));
  const others = before.filter((one) => one !== typed);
  const list = verb === 'mute' ? [...others, typed] : others;
  const advice = `/summit ${digestToType(whose)} except:${list.join(',') || 'none'}`;
  const is = `“${typed}” is a ${filter.kind}, and no issue has that name.`;
  if (verb === 'mute') return `${is} To leave out all of its issues, type ${advice}.`;
  return before.length === others.length
    ? `${is} It is not left out.`
    : `${is} To hear of its issues again, type ${advice}.`;
}
