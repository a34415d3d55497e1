import type { Json } from '../door.ts';
import { Bucket, type Limits } from '../limits.ts';
import { apiTest, authTest, botsInfo, connectionsOpen, teamInfo } from './app.ts';
import { Args } from './args.ts';
import * as chat from './chat.ts';
import * as conversations from './conversations.ts';
import { type Answer, type Api, type Method, refuse } from './method.ts';
import { usersInfo, usersList, usersOfGroup } from './users.ts';
import * as views from './views.ts';

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

export interface Tokens {
  readonly bot: string;
  readonly app: string;
  /** What every call with a token is answered; null while they are good. */
  readonly refusal: () => string | null;
}

/** Answers one call. */
export type CallMethod = (name: string, token: string, given: Json) => Promise<Answer>;

/** The Web API over a workspace: it knows the tokens, the scopes and the pace of each method. */
export function webApi(
  api: Omit<Api, 'waitToPost'>,
  tokens: Tokens,
  limits: Limits,
  now: () => number,
): CallMethod {
  const methodBuckets = new Map<string, Bucket>();
  const channelBuckets = new Map<string, Bucket>();
  const { messagesPerMinute } = limits;
  const workspaceBucket = new Bucket(messagesPerMinute, 60_000 / messagesPerMinute, now());

  const waitToPost = (channelId: string): number =>
    bucketOf(channelBuckets, channelId, limits.burstPerChannel, 1000, now()).take(now()) ||
    workspaceBucket.take(now());

  return async (name, token, given) => {
    const method = METHODS.get(name);
    if (method === undefined) return refuse('unknown_method', { req_method: name });
    const problem = checkToken(method, token, tokens) ?? checkScope(method, api.scopes);
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

function checkToken(method: Method, token: string, tokens: Tokens): Answer | null {
  if (method.token === 'none') return null;
  if (token === '') return refuse('not_authed');
  const refusal = tokens.refusal();
  if (refusal !== null) return refuse(refusal);
  if (token !== tokens.bot && token !== tokens.app) return refuse('invalid_auth');
  const wanted = method.token === 'app' ? tokens.app : tokens.bot;
  return token === wanted ? null : refuse('not_allowed_token_type');
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
