import { setTimeout as pause } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Installation, readInstallation } from '../../db/installations.ts';
import type { Db } from '../../db/open.ts';
import { beginRefresh, endRefresh, forgetInstallation } from '../changes/keep-installation.ts';
import type { OAuthApp } from '../config.ts';
import { sealedTokens } from './sealed-tokens.ts';
import type { TokenSeal } from './token-seal.ts';

/** What refreshing works with. */
export interface RefreshRoom {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly seal: TokenSeal;
  readonly oauth: OAuthApp;
  /** Speaks without a token. */
  readonly nobody: WebClient;
}

/** Longer than the request takes at most: whoever died meanwhile is in nobody's way for longer. */
const LEASE = Temporal.Duration.from({ seconds: 20 });
const LOOK_AGAIN_AFTER = 50;
/** Whoever waits for another's refresh waits no longer, in milliseconds: a request takes less. */
const PATIENCE = 10_000;

/**
 * Gets new tokens for old ones, under a lock in the record: a refresh token is good once.
 * Whoever comes second goes on with the old one while it lasts, and else waits for what the
 * first one gets. Gives what is there afterwards; null when Summit turns out to be removed.
 */
export async function refreshToken(
  room: RefreshRoom,
  installation: Installation,
  isOver: (one: Installation) => boolean,
): Promise<Installation | null> {
  const { db, now } = room;
  const giveUpAt = performance.now() + PATIENCE;
  for (let current: Installation | null = installation; ;) {
    const at = now();
    const epoch = await beginRefresh(db, current, { now: at, until: at.add(LEASE) });
    if (epoch !== null) return exchange(room, current, epoch);
    current = await readInstallation(db, installation.id);
    if (current === null || !isOver(current) || performance.now() > giveUpAt) return current;
    await pause(LOOK_AGAIN_AFTER);
  }
}

async function exchange(
  room: RefreshRoom,
  installation: Installation,
  epoch: number,
): Promise<Installation | null> {
  const { db, now, log, seal } = room;
  const { id } = installation;
  const asked = await askForTokens(room, installation);
  if (asked.kind === 'tokens') {
    await endRefresh(db, {
      id,
      epoch,
      tokens: sealedTokens(seal, id, asked.issued, now()),
    });
    log.info({ installation: id }, 'A token was refreshed');
    return readInstallation(db, id);
  }
  await endRefresh(db, { id, epoch, tokens: null });
  const { why } = asked;
  if (asked.kind === 'refused' && hasExpired(installation, now())) {
    await forgetInstallation(db, { id, why, at: now() });
    log.error(
      { installation: id, why },
      'Slack gives no new token: Summit has to be installed again',
    );
    return null;
  }
  log.warn({ installation: id, why }, 'A token could not be refreshed, trying again');
  return readInstallation(db, id);
}

/** Slack's words for a refresh token that is no good any more. Any other may be our own fault, and mended. */
const SPENT = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_refresh_token',
  'token_revoked',
]);

type Asked =
  | { readonly kind: 'tokens'; readonly issued: Parameters<typeof sealedTokens>[2] }
  /** Slack said no, for good. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

async function askForTokens(
  { seal, oauth, nobody }: RefreshRoom,
  { id, refreshToken: sealed }: Installation,
): Promise<Asked> {
  if (sealed === null) return { kind: 'failed', why: 'there is no refresh token' };
  const opened = seal.open(sealed, { id, column: 'refresh_token' });
  if (opened.kind === 'shut') return { kind: 'failed', why: `sealed with key ${opened.keyId}` };
  try {
    const answer = await nobody.oauth.v2.access({
      client_id: oauth.clientId,
      client_secret: oauth.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: opened.text,
    });
    return { kind: 'tokens', issued: answer };
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) return { kind: 'failed', why: 'no answer' };
    const why = error.data.error;
    return { kind: SPENT.has(why) ? 'refused' : 'failed', why };
  }
}

/** True of a token that is no good any more. */
export function hasExpired({ expiresAt }: Installation, now: Temporal.Instant): boolean {
  return expiresAt !== null && Temporal.Instant.compare(now, Temporal.Instant.from(expiresAt)) >= 0;
}
