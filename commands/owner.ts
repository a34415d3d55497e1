import { listOwners } from '../db/issues.ts';
import { listParties } from '../db/parties.ts';
import { listDeskOwners } from '../db/people.ts';
import type { DeskOwner } from '../db/record/issue-facts.ts';
import { isAboutPeople, ME, readOwnerWords } from '../src/agenda/owner-words.ts';
import { partyFirst } from '../src/agenda/party-named.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { stamp } from '../src/agenda/stamp.ts';
import { changeFacts } from '../src/changes/change-facts.ts';
import {
  deskOwnersChanged,
  ownersAsTheyWere,
  ownersOfIssue,
  type OwnersShown,
} from '../src/messages/owners-changed.ts';
import { echo } from '../src/messages/which-issue.ts';
import { withAgenda } from './agenda-in-use.ts';
import { askedBy, readSeen } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { changedReply, shownReply, wantedReply, withIssueFirst } from './facts-reply.ts';
import { tellHindrance } from './hindrance.ts';
import { changeOfficials, type SaidOfOwners } from './officials.ts';
import { misuse } from './reply.ts';
import { takeOptions } from './take-options.ts';

const MOST_OWNERS = 20;

/** `/summit owner fentanyl @ann`: who keeps an issue here, and who is in charge of it for a party. */
export const owner: Command = {
  name: 'owner',
  takes: '<issue> [@person | me | party Name, role]',
  summary: 'Say who keeps an issue here, or which official is in charge of it',
  examples: ['owner fentanyl me', 'owner fentanyl remove me', 'owner fentanyl us Jane Doe, Envoy'],
  detail:
    'People here find what they own on Summit’s Home tab. Put remove before a person or a name to take them off again.',
  writes: true,
  async run(call) {
    const taken = takeOptions(call.text);
    if (taken.text === '') {
      return misuse('Say which issue and who owns it: /summit owner fentanyl @person.');
    }
    return withAgenda(call, async (agenda) => {
      const parties = await listParties(call.db, agenda.id);
      return withIssueFirst(
        call,
        agenda,
        { command: 'owner', typed: taken.text },
        (issue, rest) => aboutOwners(call, agenda, { issue, rest, parties, taken }),
        (rest) => isAboutPeople(rest) || partyFirst(rest, parties) !== null,
      );
    });
  },
};

async function aboutOwners(call: Call, agenda: Agenda, said: SaidOfOwners): Promise<Reply> {
  const { issue, rest } = said;
  const words = readOwnerWords(rest);
  switch (words.kind) {
    case 'nothing':
      return shownReply(issue.key, ownersOfIssue(await shownOf(call, agenda, issue)));
    case 'people':
      return changePeople(call, agenda, said, words);
    case 'stranger':
      return wantedReply(
        issue.key,
        `“${echo(words.name)}” is nobody Slack knows. Type @ and choose the person from the list.`,
      );
    case 'official':
      return changeOfficials(call, agenda, said, words);
  }
}

async function changePeople(
  call: Call,
  agenda: Agenda,
  { issue, rest, taken }: SaidOfOwners,
  { ids, removing }: { readonly ids: readonly string[]; readonly removing: boolean },
): Promise<Reply> {
  const { key } = issue;
  const { teamId } = call.where;
  const people = [...new Set(ids.map((id) => (id === ME ? call.who.id : id)))];
  const since = stamp(call.now);
  const before = await listDeskOwners(call.db, agenda.id, key);
  if (!removing && new Set([...before, ...people]).size > MOST_OWNERS) {
    return wantedReply(key, `An issue has at most ${MOST_OWNERS} owners here.`);
  }
  const outcome = await changeFacts(
    call.db,
    { agendaId: agenda.id, key },
    {
      action: 'owner',
      kind: 'deskOwners',
      sources: [],
      change: (owners) =>
        removing
          ? owners.filter((one) => one.teamId !== teamId || !people.includes(one.userId))
          : [...owners, ...newOwners(owners, people, { teamId, since })],
    },
    await askedBy(call, 'owner', agenda.id, readSeen(taken.options)),
  );
  switch (outcome.kind) {
    case 'changed':
      return changedReply(
        key,
        deskOwnersChanged(issue, idsOf(outcome.before), idsOf(outcome.after)),
      );
    case 'as it was':
      return shownReply(key, ownersAsTheyWere(await shownOf(call, agenda, issue)));
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone':
      return tellHindrance(call, key, `owner ${key} ${rest}`, outcome);
  }
}

function newOwners(
  owners: readonly DeskOwner[],
  people: readonly string[],
  { teamId, since }: Pick<DeskOwner, 'teamId' | 'since'>,
): DeskOwner[] {
  return people
    .filter((id) => !owners.some((one) => one.teamId === teamId && one.userId === id))
    .map((userId) => ({ teamId, userId, since }));
}

function idsOf(owners: readonly DeskOwner[]): string[] {
  return owners.map(({ userId }) => userId);
}

async function shownOf({ db }: Call, agenda: Agenda, issue: IssueRef): Promise<OwnersShown> {
  return {
    issue,
    desk: await listDeskOwners(db, agenda.id, issue.key),
    officials: await listOwners(db, agenda.id, issue.key),
  };
}
