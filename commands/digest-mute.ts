import { listAgendas } from '../db/agendas.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { agendasOfDigest } from '../src/digests/agendas-of-digest.ts';
import { muteIssue, unmuteIssue } from '../src/changes/mute-issue.ts';
import { emptyRecord } from '../src/messages/agenda-choice.ts';
import { muted, unmuted } from '../src/messages/digest-changed.ts';
import { digestToType } from '../src/messages/digest-settings.ts';
import { REPEATED } from '../src/messages/hindrance.ts';
import { notice } from '../src/messages/notice.ts';
import { compose } from '../src/messages/pieces.ts';
import { askedBy } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { findOnAgendas } from './digest-filters.ts';
import { buttonAbout, type DigestSpot } from './digest-spot.ts';
import { about, misuse, tell } from './reply.ts';
import { withIssue } from './with-issue.ts';

/** `digest mute fentanyl updates`: what the digest leaves out of one issue from now on. */
export async function muteByWords(
  call: Call,
  spot: DigestSpot,
  verb: 'mute' | 'unmute',
  words: string,
): Promise<Reply> {
  const { digest, prefix, whose } = spot;
  const typed = digestToType(whose);
  const { name, level, agenda: named } = readMute(words, verb);
  if (name === '') return misuse(`Say which issue: /summit ${typed} ${verb} fentanyl.`);
  if (digest === null || digest.state === 'off') {
    return misuse(
      `There is no digest to ${verb} anything in. To have one: /summit ${typed} weekdays 09:00.`,
    );
  }
  const told = await agendasOfDigest(call.db, spot.place, digest.choices.only);
  const agendas =
    named === null ? told : (await listAgendas(call.db)).filter(({ id }) => id === named);
  const found = await findOnAgendas(call, agendas, name);
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
  const asked = askedBy(call, null);
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

/** `fentanyl updates agenda:biden-xi-2023`. */
function readMute(
  words: string,
  verb: 'mute' | 'unmute',
): { readonly name: string; readonly level: 'all' | 'updates'; readonly agenda: string | null } {
  const agenda = / ?agenda:(\S+)$/i.exec(words)?.[1] ?? null;
  const named = words.replace(/ ?agenda:\S+$/i, '').trim();
  const level = /(?:^| )(updates|all)$/i.exec(named)?.[1]?.toLowerCase();
  const name = level === undefined || verb === 'unmute' ? named : named.replace(/ ?\S+$/, '');
  return { name: name.trim(), level: level === 'updates' ? 'updates' : 'all', agenda };
}
