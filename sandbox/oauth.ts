import { randomBytes } from 'node:crypto';
import type { Json } from './door.ts';
import { APP, type Team } from './people.ts';
import { ShortLived } from './short-lived.ts';
import type { Issued, Tokens } from './tokens.ts';

const CODES_LAST_MS = 10 * 60_000;

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the app may ask for. */
  readonly scopes: readonly string[];
  /** What it is granted. */
  readonly granted: readonly string[];
  /** Whether tokens expire and are refreshed. */
  readonly rotates: boolean;
  readonly teams: readonly Team[];
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** What came of asking somebody to install the app, or of what they chose. */
export type Shown =
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'refused'; readonly error: string };

interface Agreed {
  readonly installedIn: string;
  readonly userId: string;
  readonly redirectUri: string;
  used: boolean;
}

/** Installing the app: the page with "Allow", and tokens for the code that comes of it. */
export class OAuth {
  readonly #options: OAuthOptions;
  readonly #codes: ShortLived<Agreed>;
  /** How often tokens were refreshed, and how often in vain. */
  readonly refreshes = { done: 0, refused: 0 };
  #redirectUrl = '';

  constructor(options: OAuthOptions) {
    this.#options = options;
    this.#codes = new ShortLived(CODES_LAST_MS, options.now);
  }

  /** Where codes may be sent: this address and what lies beneath it. */
  redirectTo(url: string): void {
    this.#redirectUrl = url;
  }

  /** `GET /oauth/v2/authorize` */
  ask(query: URLSearchParams): Shown {
    const trouble = this.#troubleWith(query);
    if (trouble !== null) return { kind: 'refused', error: trouble };
    const { teams } = this.#options;
    const organisations = new Set(teams.flatMap(({ enterpriseId }) => enterpriseId ?? []));
    const choices = [...teams.map(({ id }) => id), ...organisations];
    const hidden = [...query]
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
      .join('');
    const buttons = choices
      .map((id) => `<button name="installed_in" value="${id}">Allow in ${id}</button>`)
      .join('');
    const cancel = '<button name="installed_in" value="">Cancel</button>';
    const html = `<!doctype html><title>Install</title><form method="post">${hidden}${buttons}${cancel}</form>`;
    return { kind: 'page', html };
  }

  /** `POST /oauth/v2/authorize`: somebody chose where to install the app, or not to. */
  choose(given: URLSearchParams): Shown {
    const trouble = this.#troubleWith(given);
    if (trouble !== null) return { kind: 'refused', error: trouble };
    const redirectUri = given.get('redirect_uri') ?? '';
    const to = new URL(redirectUri);
    to.searchParams.set('state', given.get('state') ?? '');
    const installedIn = given.get('installed_in') ?? '';
    const [installer] = this.#teamsOf(installedIn)[0]?.people ?? [];
    if (installer === undefined) {
      to.searchParams.set('error', 'access_denied');
      return { kind: 'redirect', to: to.href };
    }
    const code = `${randomBytes(8).toString('hex')}.${randomBytes(24).toString('hex')}`;
    this.#codes.keep(code, { installedIn, userId: installer.id, redirectUri, used: false });
    to.searchParams.set('code', code);
    return { kind: 'redirect', to: to.href };
  }

  /** `oauth.v2.access` */
  access(given: Json, authorization: string): Json & { readonly ok: boolean } {
    const textOf = (name: string): string => {
      const value = given[name];
      return typeof value === 'string' ? value : '';
    };
    const [, basic = ''] = /^Basic (\S+)$/.exec(authorization) ?? [];
    const [id = '', secret = ''] =
      basic === ''
        ? [textOf('client_id'), textOf('client_secret')]
        : Buffer.from(basic, 'base64').toString().split(':');
    if (id !== this.#options.clientId) return { ok: false, error: 'invalid_client_id' };
    if (secret !== this.#options.clientSecret) return { ok: false, error: 'bad_client_secret' };
    if (textOf('grant_type') === 'refresh_token') return this.#refresh(textOf('refresh_token'));

    const found = this.#codes.find(textOf('code'));
    if (found.kind !== 'fresh') {
      return { ok: false, error: found.kind === 'expired' ? 'code_expired' : 'invalid_code' };
    }
    const { thing: agreed } = found;
    if (agreed.used) return { ok: false, error: 'code_already_used' };
    if (agreed.redirectUri !== textOf('redirect_uri')) {
      return { ok: false, error: 'bad_redirect_uri' };
    }
    agreed.used = true;
    const issued = this.#options.tokens.issue(agreed.installedIn, this.#options.rotates);
    return this.#told(agreed.installedIn, issued, agreed.userId);
  }

  #refresh(refreshToken: string): Json & { readonly ok: boolean } {
    const issued = this.#options.tokens.refresh(refreshToken);
    this.refreshes[issued === null ? 'refused' : 'done'] += 1;
    if (issued === null) return { ok: false, error: 'invalid_refresh_token' };
    const { installedIn, ...tokens } = issued;
    return this.#told(installedIn, tokens, '');
  }

  #told(installedIn: string, issued: Issued, userId: string): Json & { readonly ok: boolean } {
    const [team] = this.#teamsOf(installedIn);
    const enterpriseId = team?.enterpriseId ?? null;
    const isOrgWide = installedIn === enterpriseId;
    return {
      ok: true,
      app_id: APP.id,
      authed_user: { id: userId },
      scope: this.#options.granted.join(','),
      token_type: 'bot',
      bot_user_id: team?.bot.userId,
      team: isOrgWide ? null : { id: team?.id, name: team?.name },
      enterprise: enterpriseId === null ? null : { id: enterpriseId, name: 'Organisation' },
      is_enterprise_install: isOrgWide,
      ...issued,
    };
  }

  #teamsOf(installedIn: string): Team[] {
    return this.#options.teams.filter(
      ({ id, enterpriseId }) => id === installedIn || enterpriseId === installedIn,
    );
  }

  #troubleWith(query: URLSearchParams): string | null {
    if (query.get('client_id') !== this.#options.clientId) return 'invalid_client_id';
    const redirectUri = query.get('redirect_uri') ?? '';
    const isAllowed = this.#redirectUrl !== '' && redirectUri.startsWith(this.#redirectUrl);
    if (!isAllowed) return 'bad_redirect_uri';
    const scopes = (query.get('scope') ?? '').split(',');
    return scopes.every((scope) => this.#options.scopes.includes(scope)) ? null : 'invalid_scope';
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
