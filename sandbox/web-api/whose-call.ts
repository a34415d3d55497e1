import type { Json } from '../door.ts';
import type { Slack } from '../to-bot.ts';
import type { Tokens } from '../tokens.ts';
import { Args } from './args.ts';
import { type Answer, refuse } from './method.ts';

/** In whose name a call is made. */
export type Caller =
  | { readonly kind: 'app' }
  | { readonly kind: 'bot'; readonly slack: Slack }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Finds the workspace a call belongs to by its token and, of one for an organisation, by `team_id`. */
export function whoseCall(
  tokens: Tokens,
  slacks: readonly Slack[],
  token: string,
  given: Json,
): Caller {
  const no = (error: string): Caller => ({ kind: 'refused', answer: refuse(error) });
  if (token === '') return no('not_authed');
  const bearer = tokens.find(token);
  if (bearer.kind === 'refused') return no(bearer.error);
  if (bearer.kind === 'app') return bearer;

  const { installedIn } = bearer;
  const own = slacks.find(({ workspace: { team } }) => team.id === installedIn);
  if (own !== undefined) return { kind: 'bot', slack: own };
  const teamId = new Args(given).text('team_id');
  if (teamId === '') return no('missing_argument');
  const ofOrganisation = slacks.find(
    ({ workspace: { team } }) => team.id === teamId && team.enterpriseId === installedIn,
  );
  return ofOrganisation === undefined
    ? no('team_not_found')
    : { kind: 'bot', slack: ofOrganisation };
}

/** What a call names that belongs to another workspace than its own: a token went astray. */
export function crossingIn(
  slack: Slack,
  slacks: readonly Slack[],
  name: string,
  given: Json,
): string | null {
  const args = new Args(given);
  const { team } = slack.workspace;
  for (const argument of ['channel', 'user', 'user_id', 'users', 'view_id']) {
    const id = args.text(argument);
    if (id === '' || isIn(slack, id)) continue;
    const other = slacks.find((one) => isIn(one, id));
    if (other === undefined) continue;
    return `${name} with the token of ${team.id} for ${id} of ${other.workspace.team.id}`;
  }
  return null;
}

function isIn({ workspace, views }: Slack, id: string): boolean {
  return (
    workspace.channel(id) !== undefined ||
    workspace.person(id) !== undefined ||
    views.find(id) !== undefined
  );
}
