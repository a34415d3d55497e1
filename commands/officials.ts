import type { NamedParty } from '../db/parties.ts';
import { listOwners } from '../db/issues.ts';
import type { OwnerDocument } from '../src/agenda/document.ts';
import { partyFirst } from '../src/agenda/party-named.ts';
import type { Agenda, IssueRef, Owner } from '../src/agenda/record.ts';
import { isSameName } from '../src/agenda/same-name.ts';
import { changeFacts } from '../src/changes/change-facts.ts';
import { partiesInLine } from '../src/messages/facts-changed.ts';
import { officialsAsTheyWere, officialsChanged } from '../src/messages/owners-changed.ts';
import { echo, plainWords } from '../src/messages/which-issue.ts';
import { askedBy, readSeen } from './asked.ts';
import type { Call, Reply } from './command.ts';
import { changedReply, shownReply, wantedReply } from './facts-reply.ts';
import { tellHindrance } from './hindrance.ts';
import { readSources } from './read-sources.ts';
import type { Taken } from './take-options.ts';

const LONGEST_NAME = 150;
const MOST_OFFICIALS = 50;

/** Something said about the owners of an issue. */
export interface SaidOfOwners {
  readonly issue: IssueRef;
  readonly rest: string;
  readonly parties: readonly NamedParty[];
  readonly taken: Taken;
}

/** Puts an official of a party in charge of an issue, or takes one off. */
export async function changeOfficials(
  call: Call,
  agenda: Agenda,
  { issue, rest, parties, taken }: SaidOfOwners,
  { text, removing }: { readonly text: string; readonly removing: boolean },
): Promise<Reply> {
  const { key } = issue;
  const named = partyFirst(text, parties);
  if (named === null && !removing) {
    const [word = ''] = text.split(/\s/, 1);
    return wantedReply(
      key,
      `“${echo(word)}” is neither a person here nor a party. ${partiesInLine(parties)}`,
    );
  }
  const said = nameAndRole(named?.rest ?? text);
  if (said.name === '') {
    const party = named?.party.id ?? 'us';
    return wantedReply(key, `Say who it is: /summit owner ${key} ${party} Jane Doe, Envoy.`);
  }
  if (Math.max(said.name.length, said.role.length) > LONGEST_NAME) {
    return wantedReply(key, `A name and a role are at most ${LONGEST_NAME} characters long each.`);
  }
  const sources = readSources(taken.sources);
  if (typeof sources === 'string') return wantedReply(key, sources);
  const before = await listOwners(call.db, agenda.id, key);
  if (!removing && before.length >= MOST_OFFICIALS) {
    return wantedReply(key, `An issue has at most ${MOST_OFFICIALS} officials in charge.`);
  }

  const isMeant = (one: OwnerDocument): boolean =>
    isSameName(one.name, said.name) && (named === null || one.party === named.party.id);
  const outcome = await changeFacts(
    call.db,
    { agendaId: agenda.id, key },
    {
      action: 'owner',
      kind: 'owners',
      sources,
      change: (owners) => {
        if (removing || named === null) return owners.filter((one) => !isMeant(one));
        const put: OwnerDocument = {
          party: named.party.id,
          name: said.name,
          ...(said.role !== '' && { role: said.role }),
          basis: sources.length > 0 ? 'verified' : 'unverified',
        };
        const known = owners.find(isMeant);
        if (known === undefined) return [...owners, put];
        return said.role === '' ? owners : owners.map((one) => (one === known ? put : one));
      },
    },
    await askedBy(call, 'owner', agenda.id, readSeen(taken.options)),
  );
  switch (outcome.kind) {
    case 'changed': {
      const shown = (owners: readonly OwnerDocument[]) =>
        owners.map((one) => ownerOf(one, parties));
      return changedReply(
        key,
        officialsChanged(issue, shown(outcome.before), shown(outcome.after), outcome.sources),
      );
    }
    case 'as it was':
      return shownReply(key, officialsAsTheyWere(issue, before));
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone': {
      const more = taken.sources.map((url) => ` source:${url}`).join('');
      return tellHindrance(call, key, `owner ${key} ${rest}${more}`, outcome);
    }
  }
}

/** `Jane Doe, Envoy for trade`. */
function nameAndRole(typed: string): { readonly name: string; readonly role: string } {
  const text = plainWords(typed).replaceAll(/\s+/gu, ' ').trim();
  const comma = /[,，、]/u.exec(text)?.index ?? text.length;
  const name = text
    .slice(0, comma)
    .trim()
    .replaceAll(/^["“]|["”]$/gu, '');
  return { name, role: text.slice(comma + 1).trim() };
}

function ownerOf(
  { party: id, name, role, basis }: OwnerDocument,
  parties: readonly NamedParty[],
): Owner {
  const party = parties.find((one) => one.id === id) ?? { id, name: id, short: null };
  return { party, name, role: role ?? null, basis };
}
