import { listPositions } from '../db/issues.ts';
import { listParties, type NamedParty } from '../db/parties.ts';
import type { PartyPosition } from '../db/record/issue-facts.ts';
import { partyFirst } from '../src/agenda/party-named.ts';
import type { Agenda, IssueRef } from '../src/agenda/record.ts';
import { changeFacts } from '../src/changes/change-facts.ts';
import type { NewSource } from '../src/changes/keep-sources.ts';
import {
  partiesInLine,
  positionAsItWas,
  positionChanged,
  positionsOfIssue,
} from '../src/messages/facts-changed.ts';
import { echo, plainWords } from '../src/messages/which-issue.ts';
import { withAgenda } from './agenda-in-use.ts';
import { askedBy, readSeen } from './asked.ts';
import type { Call, Command, Reply } from './command.ts';
import { changedReply, shownReply, wantedReply, withIssueFirst } from './facts-reply.ts';
import { tellHindrance } from './hindrance.ts';
import { readSources } from './read-sources.ts';
import { misuse } from './reply.ts';
import { takeOptions, type Taken } from './take-options.ts';

const LONGEST_TEXT = 2000;
const REMOVE = /^(?:remove|delete)$/i;

/** `/summit position fentanyl china wants the sanctions lifted`: what a party wants. */
export const position: Command = {
  name: 'position',
  takes: '<issue> <party> <what it wants> [source:URL]',
  summary: 'Record what a party wants, or see what all of them want',
  examples: ['position fentanyl', 'position fentanyl china wants the sanctions lifted first'],
  detail:
    'A party has one position on an issue: a new one takes the place of the old one, and the log keeps both. Without a source it is marked unverified.',
  writes: true,
  async run(call) {
    const taken = takeOptions(call.text);
    if (taken.text === '') {
      return misuse(
        'Say which issue, which party and what it wants: /summit position fentanyl china wants the sanctions lifted.',
      );
    }
    return withAgenda(call, async (agenda) => {
      const parties = await listParties(call.db, agenda.id);
      return withIssueFirst(
        call,
        agenda,
        {
          command: 'position',
          typed: taken.text,
          more: taken.sources.map((url) => `source:${url}`),
        },
        (issue, rest) => aboutParty(call, agenda, { issue, rest, parties, taken }),
        (rest) => partyFirst(rest, parties) !== null,
      );
    });
  },
};

interface Said {
  readonly issue: IssueRef;
  readonly rest: string;
  readonly parties: readonly NamedParty[];
  readonly taken: Taken;
}

async function aboutParty(call: Call, agenda: Agenda, said: Said): Promise<Reply> {
  const { issue, rest, parties, taken } = said;
  const { key } = issue;
  if (rest === '') {
    const positions = await listPositions(call.db, agenda.id, key);
    return shownReply(key, positionsOfIssue(issue, positions, parties));
  }
  const named = partyFirst(rest, parties);
  if (named === null) {
    const [word = ''] = rest.split(/\s/, 1);
    return wantedReply(key, `No party is called “${echo(word)}”. ${partiesInLine(parties)}`);
  }
  const text = plainWords(named.rest).trim();
  if (text === '') {
    return wantedReply(
      key,
      `Say what ${named.party.name} wants: /summit position ${key} ${named.party.id} and then its position.`,
    );
  }
  if (text.length > LONGEST_TEXT) {
    return wantedReply(
      key,
      `A position is at most ${LONGEST_TEXT} characters long; this one has ${text.length}.`,
    );
  }
  const sources = readSources(taken.sources);
  if (typeof sources === 'string') return wantedReply(key, sources);
  return record(call, agenda, { issue, party: named.party, text, sources, taken });
}

interface Wanted {
  readonly issue: IssueRef;
  readonly party: NamedParty;
  readonly text: string;
  readonly sources: readonly NewSource[];
  readonly taken: Taken;
}

async function record(call: Call, agenda: Agenda, wanted: Wanted): Promise<Reply> {
  const { issue, party, text, sources, taken } = wanted;
  const { key } = issue;
  const put: PartyPosition | null = REMOVE.test(text)
    ? null
    : { party: party.id, text, basis: sources.length > 0 ? 'verified' : 'unverified' };
  const outcome = await changeFacts(
    call.db,
    { agendaId: agenda.id, key },
    {
      action: 'position',
      kind: 'positions',
      sources,
      change: (all) => withPosition(all, party, put),
    },
    await askedBy(call, 'position', agenda.id, readSeen(taken.options)),
  );
  const of = (all: readonly PartyPosition[]) => all.find((one) => one.party === party.id) ?? null;
  switch (outcome.kind) {
    case 'changed': {
      const before = of(outcome.before)?.text ?? null;
      const { sources: kept } = outcome;
      return changedReply(
        key,
        positionChanged({ issue, party, before, after: put, sources: kept }),
      );
    }
    case 'as it was':
      return shownReply(key, positionAsItWas(issue, party, of(outcome.facts)?.text ?? null));
    case 'repeated':
    case 'overtaken':
    case 'seen by more':
    case 'gone': {
      const more = taken.sources.map((url) => ` source:${url}`).join('');
      return tellHindrance(call, key, `position ${key} ${party.id} ${text}${more}`, outcome);
    }
  }
}

/** The party's own place is kept; a party that had no position comes last. */
function withPosition(
  all: readonly PartyPosition[],
  { id }: NamedParty,
  put: PartyPosition | null,
): readonly PartyPosition[] {
  if (put === null) return all.filter(({ party }) => party !== id);
  return all.some(({ party }) => party === id)
    ? all.map((one) => (one.party === id ? put : one))
    : [...all, put];
}
