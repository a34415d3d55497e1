import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type OauthV2AccessResponse,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api';
import type { Logger } from 'pino';
import type { Db } from '../../db/open.ts';
import { beginInstall, takeInstall } from '../changes/install-state.ts';
import { keepInstallation } from '../changes/keep-installation.ts';
import type { OAuthApp } from '../config.ts';
import { type InstallOutcome, installWords } from '../messages/install-words.ts';
import { type Page, sendStatus } from './http-server.ts';
import type { InHand } from './in-hand.ts';
import { sendInstallPage } from './install-page.ts';
import { logFailure } from './log.ts';
import { SCOPES } from './scopes.ts';
import { sealedTokens } from './sealed-tokens.ts';
import type { TokenSeal } from './token-seal.ts';
import { isPassing } from './who-we-are.ts';

const BEGIN = '/slack/install';
const RETURN = '/slack/oauth_redirect';
const COOKIE = '__Host-summit-install';
const TEN_MINUTES = 600;

export interface InstallDoorOptions {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly inHand: InHand;
  readonly seal: TokenSeal;
  readonly oauth: OAuthApp;
  /** A client without a token. */
  readonly nobody: WebClient;
  readonly slackApiUrl: string;
}

/** Where people install Summit: see docs/decisions/0019-many-workspaces.md. */
export class InstallDoor implements Page {
  readonly #options: InstallDoorOptions;

  constructor(options: InstallDoorOptions) {
    this.#options = options;
  }

  /** Answers somebody who installs Summit. False, and no answer, for any other request. */
  answered(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (path !== BEGIN && path !== RETURN) return false;
    if (request.method !== 'GET') {
      sendStatus(response, 405);
      return true;
    }
    const browser = browserOf(request);
    const work =
      path === BEGIN
        ? this.#begin(browser ?? secret(), response)
        : this.#end(browser, new URLSearchParams(query), response);
    void this.#options.inHand.track(this.#orSaySo(work, response));
    return true;
  }

  /** Sends them to Slack, with a state that is good once, for ten minutes and in this browser. */
  async #begin(browser: string, response: ServerResponse): Promise<void> {
    const { db, now, oauth, slackApiUrl } = this.#options;
    const state = secret();
    const begun = { hash: hashOf(state), browserHash: hashOf(browser) };
    if (!(await beginInstall(db, begun, now()))) return this.#say(response, { kind: 'busy' });

    const to = new URL('/oauth/v2/authorize', slackApiUrl);
    to.searchParams.set('client_id', oauth.clientId);
    to.searchParams.set('scope', SCOPES.join(','));
    to.searchParams.set('redirect_uri', this.#redirectUri);
    to.searchParams.set('state', state);
    response.writeHead(302, {
      location: to.href,
      'set-cookie': `${COOKIE}=${browser}; Max-Age=${TEN_MINUTES}; Path=/; HttpOnly; Secure; SameSite=Lax`,
      'cache-control': 'no-store',
      'content-length': 0,
    });
    response.end();
  }

  async #end(
    browser: string | null,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    const { db, now } = this.#options;
    const came = { hash: hashOf(query.get('state') ?? ''), browserHash: hashOf(browser ?? '') };
    const taken = await takeInstall(db, came, now());
    if (taken !== 'good') return this.#say(response, { kind: taken });
    const error = query.get('error');
    if (error !== null) {
      return this.#say(
        response,
        error === 'access_denied' ? { kind: 'denied' } : { kind: 'refused', error },
      );
    }
    this.#say(response, await this.#install(query.get('code') ?? ''));
  }

  async #install(code: string): Promise<InstallOutcome> {
    const { db, now, log, oauth, nobody, seal } = this.#options;
    let answer: OauthV2AccessResponse;
    try {
      answer = await nobody.oauth.v2.access({
        client_id: oauth.clientId,
        client_secret: oauth.clientSecret,
        code,
        redirect_uri: this.#redirectUri,
      });
    } catch (error) {
      return whatCameOf(error);
    }
    const { team, enterprise, is_enterprise_install: isOrgWide = false } = answer;
    const where = isOrgWide ? enterprise : team;
    if (where?.id === undefined) throw new Error('Slack did not say where Summit was installed');
    const { id, name = id } = where;
    await keepInstallation(db, {
      id,
      name,
      appId: answer.app_id ?? '',
      botUserId: answer.bot_user_id ?? '',
      scopes: answer.scope ?? '',
      by: answer.authed_user?.id ?? '',
      at: now(),
      tokens: sealedTokens(seal, id, answer, now()),
    });
    log.info({ installation: id }, 'Summit was installed');
    return { kind: 'installed', name, isOrgWide };
  }

  #say(response: ServerResponse, outcome: InstallOutcome): void {
    sendInstallPage(response, STATUS[outcome.kind], installWords(outcome), {
      ...(outcome.kind === 'installed' && {
        'set-cookie': `${COOKIE}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`,
      }),
    });
  }

  get #redirectUri(): string {
    return `${this.#options.oauth.publicUrl}${RETURN}`;
  }

  async #orSaySo(work: Promise<void>, response: ServerResponse): Promise<void> {
    try {
      await work;
    } catch (error) {
      const code = logFailure(this.#options.log, 'installing Summit', error);
      if (!response.headersSent) this.#say(response, { kind: 'failed', code });
    }
  }
}

const STATUS: Readonly<Record<InstallOutcome['kind'], number>> = {
  installed: 200,
  denied: 403,
  unknown: 400,
  expired: 400,
  'of another browser': 400,
  refused: 400,
  silent: 503,
  busy: 503,
  failed: 500,
};

function whatCameOf(error: unknown): InstallOutcome {
  if (error instanceof WebAPIPlatformError) {
    const word = error.data.error;
    return isPassing(word) ? { kind: 'silent' } : { kind: 'refused', error: word };
  }
  const isSilent =
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIHTTPError ||
    error instanceof WebAPIRateLimitedError;
  if (isSilent) return { kind: 'silent' };
  throw error;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is remembered of a secret. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function browserOf({ headers }: IncomingMessage): string | null {
  const [, value] =
    new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '') ?? [];
  return value ?? null;
}
