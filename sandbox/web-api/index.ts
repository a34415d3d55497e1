import type { Json } from '../door.ts';
import { Bucket, type Limits } from '../limits.ts';
import type { OAuth } from '../oauth.ts';
import type { Tokens } from '../tokens.ts';
import { apiTest, authTest, botsInfo, connectionsOpen, teamInfo } from './app.ts';
import { Args } from './args.ts';
import * as chat from './chat.ts';
import * as conversations from './conversations.ts';
import { type Answer, type Api, type Method, refuse } from './method.ts';
import { usersInfo, usersList, usersOfGroup } from './users.ts';
import * as views from './views.ts';
import { type Caller, crossingIn, whoseCall } from './whose-call.ts';

/** The part of Slack's Web API the sandbox answers. */
const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    'api.test': apiTest,
    'apps.connections.open': connectionsOpen,
    'auth.test': authTest,
    'bots.info': botsInfo,
    'chat.delete': chat.remove,
    'chat.getPermalink': chat.getPermalink,
    'chat.postEphemeral': chat.postEphemeral,
    'chat.postMessage': chat.postMessage,
    'chat.update': chat.update,
    'conversations.history': conversations.history,
    'conversations.info': conversations.info,
    'conversations.join': conversations.join,
    'conversations.list': conversations.list,
    'conversations.members': conversations.members,
    'conversations.open': conversations.open,
    'conversations.replies': conversations.replies,
    'reactions.add': conversations.reactionsAdd,
    'team.info': teamInfo,
    'usergroups.users.list': usersOfGroup,
    'users.conversations': conversations.ofUser,
    'users.info': usersInfo,
    'users.list': usersList,
    'views.open': views.open,
    'views.publish': views.publish,
    'views.push': views.push,
    'views.update': views.update,
  }),
);

export interface WebApiOptions {
  /** Of each workspace; the first is the example's. */
  readonly apis: readonly Omit<Api, 'waitToPost'>[];
  readonly tokens: Tokens;
  readonly oauth: OAuth;
  /** What every call with a token is answered; null while they are good. */
  readonly refusal: () => string | null;
  /** Hears of every call with the token of one workspace for what is another's. */
  readonly crossed: (what: string) => void;
  readonly limits: Limits;
  readonly now: () => number;
}

/** A call as it arrives. */
export interface Sent {
  readonly name: string;
  readonly token: string;
  readonly authorization: string;
  readonly given: Json;
}

/** The Web API over all workspaces: it knows whose token a call comes with. */
export function webApi(options: WebApiOptions): (sent: Sent) => Promise<Answer> {
  const { apis, tokens, oauth, refusal, crossed, limits, now } = options;
  const calls = new Map(apis.map((api) => [api.workspace, webApiOf(api, limits, now)]));
  const [first] = apis;

  return async ({ name, token, authorization, given }) => {
    if (name === 'oauth.v2.access') return oauth.access(given, authorization);
    const refused = token === '' ? null : refusal();
    const caller = whoseCall(tokens, apis, token, given);
    const method = METHODS.get(name);
    const isOpen = method?.token === 'none' || (method === undefined && name !== 'auth.revoke');
    if (!isOpen && refused !== null) return refuse(refused);
    if (!isOpen && caller.kind === 'refused') return caller.answer;

    const slack = caller.kind === 'bot' ? caller.slack : first;
    const call = slack === undefined ? undefined : calls.get(slack.workspace);
    if (slack === undefined || call === undefined) throw new Error('There is no workspace');
    if (caller.kind === 'bot') {
      const crossing = crossingIn(slack, apis, name, given);
      if (crossing !== null) crossed(crossing);
      if (name === 'auth.revoke') {
        const bearer = tokens.find(token);
        if (bearer.kind === 'bot') tokens.end(bearer.installedIn, 'token_revoked');
        return { ok: true, revoked: true };
      }
    }
    return call(name, caller.kind, given);
  };
}

/** Answers one call. */
type CallMethod = (name: string, caller: Caller['kind'], given: Json) => Promise<Answer>;

/** The Web API over a workspace: it knows the scopes and the pace of each method. */
function webApiOf(api: Omit<Api, 'waitToPost'>, limits: Limits, now: () => number): CallMethod {
  const methodBuckets = new Map<string, Bucket>();
  const channelBuckets = new Map<string, Bucket>();
  const { messagesPerMinute } = limits;
  const workspaceBucket = new Bucket(messagesPerMinute, 60_000 / messagesPerMinute, now());

  const waitToPost = (channelId: string): number =>
    bucketOf(channelBuckets, channelId, limits.burstPerChannel, 1000, now()).take(now()) ||
    workspaceBucket.take(now());

  return async (name, caller, given) => {
    const method = METHODS.get(name);
    if (method === undefined) return refuse('unknown_method', { req_method: name });
    const problem = checkCaller(method, caller) ?? checkScope(method, api.scopes);
    if (problem !== null) return problem;

    const perMinute = limits.callsPerMinute[method.tier];
    if (Number.isFinite(perMinute)) {
      const bucket = bucketOf(methodBuckets, name, perMinute, 60_000 / perMinute, now());
      const wait = bucket.take(now());
      if (wait > 0) return chat.rateLimited(wait);
    }
    return method.run(new Args(given), { ...api, waitToPost });
  };
}

function checkCaller(method: Method, caller: Caller['kind']): Answer | null {
  if (method.token === 'none') return null;
  const wanted = method.token === 'app' ? 'app' : 'bot';
  return caller === wanted ? null : refuse('not_allowed_token_type');
}

function checkScope({ scope }: Method, granted: readonly string[]): Answer | null {
  if (scope === undefined || granted.includes(scope)) return null;
  return refuse('missing_scope', { needed: scope, provided: granted.join(',') });
}

function bucketOf(
  buckets: Map<string, Bucket>,
  key: string,
  size: number,
  refillMs: number,
  now: number,
): Bucket {
  const bucket = buckets.get(key) ?? new Bucket(size, refillMs, now);
  buckets.set(key, bucket);
  return bucket;
}
