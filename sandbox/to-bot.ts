import { randomBytes } from 'node:crypto';
import type { Delivery, Door, Json, Receipt } from './door.ts';
import type { Limits } from './limits.ts';
import type { Manifest } from './manifest.ts';
import { APP, type Person } from './people.ts';
import type { Origin, ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { Workspace } from './world.ts';

/** All that an action of a person or a call of the bot may touch. */
export interface Slack {
  readonly workspace: Workspace;
  /** True where the app is there because its whole organisation has it. */
  readonly isOrgWide: () => boolean;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly limits: Limits;
  readonly manifest: Manifest;
  /** What the bot was granted. */
  readonly scopes: readonly string[];
  readonly door: Door;
  /** The address a response_url's secret end belongs to. */
  readonly responseUrl: (origin: Origin) => string;
}

/** Old-style token that Slack still sends along; nothing should rely on it. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';

/** What every payload says of the workspace, the app and the person who acts. */
export function aboutPerson(
  { workspace: { team }, isOrgWide }: Slack,
  { id, handle, teamId }: Person,
): Json {
  return {
    token: VERIFICATION_TOKEN,
    team: { id: team.id, domain: team.domain },
    api_app_id: APP.id,
    enterprise: team.enterpriseId === null ? null : { id: team.enterpriseId, name: 'Organisation' },
    is_enterprise_install: isOrgWide(),
    user: { id, username: handle, name: handle, team_id: teamId },
  };
}

/** What a slash command says of the same. */
export function aboutTeam({ workspace: { team }, isOrgWide }: Slack): Json {
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    ...(team.enterpriseId !== null && { enterprise_id: team.enterpriseId }),
    api_app_id: APP.id,
    is_enterprise_install: String(isOrgWide()),
  };
}

/** What a person at the page reads when the bot can't be asked. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

/** What they read when what they acted on has gone, or was never theirs to see. */
export const GONE = 'This is no longer there.';

/** Sends something to the bot and notes whether it was there. */
export async function sendToBot(slack: Slack, delivery: Delivery): Promise<Receipt> {
  const receipt = await slack.door.send(delivery);
  slack.workspace.setBotOnline(receipt.kind !== 'unreachable');
  return receipt;
}

/** What an app needs to be told of things; nothing of those that are not here. */
const SCOPES_OF_EVENTS: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  channel_archive: 'channels:read',
  channel_deleted: 'channels:read',
  channel_id_changed: 'channels:read',
  channel_left: 'channels:read',
  channel_rename: 'channels:read',
  channel_unarchive: 'channels:read',
  group_archive: 'groups:read',
  group_deleted: 'groups:read',
  group_left: 'groups:read',
  group_rename: 'groups:read',
  group_unarchive: 'groups:read',
  'message.im': 'im:history',
};

/**
 * Tells the bot that something happened, if its manifest asks for it and it may know. Done once it was sent;
 * what fails is sent again later, as Slack does.
 */
export async function sendEvent(slack: Slack, subscription: string, event: Json): Promise<void> {
  const wanted = slack.manifest.settings.event_subscriptions?.bot_events ?? [];
  const scope = SCOPES_OF_EVENTS[subscription];
  const mayKnow = scope === undefined || slack.scopes.includes(scope);
  if (!wanted.includes(subscription) || !mayKnow) return;

  const payload = envelope(slack, event);
  const reason = await deliverEvent(slack, payload);
  if (reason !== null) void retryEvent(slack, payload, reason);
}

async function retryEvent(slack: Slack, payload: Json, firstReason: string): Promise<void> {
  let reason: string | null = firstReason;
  for (const [index, wait] of slack.limits.eventRetriesMs.entries()) {
    if (reason === null) return;
    await pause(wait);
    reason = await deliverEvent(slack, payload, { number: index + 1, reason });
  }
}

/** Slack's name for a failure; null when there was none, or the app wants no more of it. */
async function deliverEvent(
  slack: Slack,
  payload: Json,
  retry?: { readonly number: number; readonly reason: string },
): Promise<string | null> {
  const receipt = await sendToBot(slack, {
    type: 'events_api',
    payload,
    ...(retry !== undefined && { retry }),
  });
  switch (receipt.kind) {
    case 'answered':
      return null;
    case 'timed-out':
      return 'http_timeout';
    case 'failed':
      return receipt.noRetry ? null : 'http_error';
    case 'unreachable':
      return 'connection_failed';
  }
}

function envelope({ workspace: { team }, isOrgWide }: Slack, event: Json): Json {
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    ...(team.enterpriseId !== null && { enterprise_id: team.enterpriseId }),
    api_app_id: APP.id,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: team.enterpriseId,
        team_id: team.id,
        user_id: team.bot.userId,
        is_bot: true,
        is_enterprise_install: isOrgWide(),
      },
    ],
    is_ext_shared_channel: false,
  };
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms).unref();
  await promise;
}
