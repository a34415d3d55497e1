import type { ModelFacts } from './paper.ts';
import type { Request } from './requests.ts';

type FactsRequest = Extract<Request, { kind: 'alias' | 'desk' | 'official' | 'position' }>;

/** What a request changes of what is said beside the entries; null for a name to take away that is not there. */
export function factsAfter(
  request: FactsRequest,
  facts: ModelFacts,
  at: number,
): Partial<ModelFacts> | null {
  switch (request.kind) {
    case 'alias': {
      const { name, removing } = request;
      const there = facts.aliases;
      const known = there.find((one) => one.toLowerCase() === name.toLowerCase());
      if (removing && known === undefined) return null;
      const aliases = removing ? there.filter((one) => one !== known) : [...there, name];
      return {
        aliases: !removing && known !== undefined ? there : aliases,
      };
    }
    case 'position': {
      const { party, text } = request;
      const all = facts.positions;
      const put = { party, text: text ?? '', basis: 'unverified' };
      const isThere = all.some((one) => one.party === party);
      const changed = isThere ? all.map((one) => (one.party === party ? put : one)) : [...all, put];
      return {
        positions: text === null ? all.filter((one) => one.party !== party) : changed,
      };
    }
    case 'desk': {
      const { user, removing } = request;
      const all = facts.desk;
      const isThere = all.some((one) => one.user === user);
      const added = isThere ? all : [...all, { user, since: at }];
      return {
        desk: removing ? all.filter((one) => one.user !== user) : added.toSorted(byTime),
      };
    }
    case 'official': {
      const { party, name, removing } = request;
      const all = facts.owners;
      const isMeant = (one: { name: string; party: string }): boolean =>
        one.name === name && (removing || one.party === party);
      const added = all.some(isMeant) ? all : [...all, { party, name, basis: 'unverified' }];
      return {
        owners: removing ? all.filter((one) => !isMeant(one)) : added,
      };
    }
  }
}

function byTime(one: DeskOwner, other: DeskOwner): number {
  return one.since - other.since || (one.user < other.user ? -1 : 1);
}

type DeskOwner = ModelFacts['desk'][number];
