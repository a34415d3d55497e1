import { randomBytes } from 'node:crypto';

/** Whom a token speaks for. */
export type Bearer =
  | { readonly kind: 'app' }
  /** The workspace, or the whole organisation, that the app is installed in. */
  | { readonly kind: 'bot'; readonly installedIn: string }
  | { readonly kind: 'refused'; readonly error: string };

/** Tokens as Slack hands them out. */
export interface Issued {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

const LASTS_SECONDS = 12 * 60 * 60;
/** Of one installation: getting a third ends the first. */
const MOST_AT_A_TIME = 2;

interface Known {
  readonly token: string;
  readonly installedIn: string;
  readonly expiresAt: Temporal.Instant | null;
}

/** Every token there is. Those that are no good any more are remembered, to say why. */
export class Tokens {
  readonly #app: string;
  readonly #now: () => Temporal.Instant;
  #good: Known[] = [];
  readonly #refreshTokens = new Map<string, string>();
  readonly #why = new Map<string, string>();
  readonly #handedOut = new Set<string>();

  constructor(
    fixed: { readonly app: string; readonly bot: string; readonly botIn: string },
    now: () => Temporal.Instant,
  ) {
    this.#app = fixed.app;
    this.#now = now;
    this.#good.push({ token: fixed.bot, installedIn: fixed.botIn, expiresAt: null });
  }

  find(token: string): Bearer {
    if (token === this.#app) return { kind: 'app' };
    const known = this.#good.find((one) => one.token === token);
    if (known === undefined) {
      return { kind: 'refused', error: this.#why.get(token) ?? 'invalid_auth' };
    }
    const { installedIn, expiresAt } = known;
    return expiresAt !== null && Temporal.Instant.compare(this.#now(), expiresAt) >= 0
      ? { kind: 'refused', error: 'token_expired' }
      : { kind: 'bot', installedIn };
  }

  /** Tokens for a new installation, or for one that had some before. */
  issue(installedIn: string, rotates: boolean): Issued {
    const secret = randomBytes(24).toString('base64url');
    if (!rotates) return { access_token: this.#keep(`xoxb-${secret}`, installedIn, null) };
    const expiresAt = this.#now().add({ seconds: LASTS_SECONDS });
    const refreshToken = `xoxe-1-${randomBytes(24).toString('base64url')}`;
    this.#refreshTokens.set(refreshToken, installedIn);
    this.#handedOut.add(refreshToken);
    return {
      access_token: this.#keep(`xoxe.xoxb-1-${secret}`, installedIn, expiresAt),
      refresh_token: refreshToken,
      expires_in: LASTS_SECONDS,
    };
  }

  /** A refresh token is good once. Null for one that isn't. */
  refresh(refreshToken: string): (Issued & { readonly installedIn: string }) | null {
    const installedIn = this.#refreshTokens.get(refreshToken);
    if (installedIn === undefined) return null;
    this.#refreshTokens.delete(refreshToken);
    return { ...this.issue(installedIn, true), installedIn };
  }

  /** The refresh token is used up, as when the answer to a refresh was lost. */
  spend(installedIn: string): void {
    for (const [token, where] of this.#refreshTokens) {
      if (where === installedIn) this.#refreshTokens.delete(token);
    }
  }

  /** Every one that was ever handed out. */
  get all(): readonly string[] {
    return [...this.#handedOut];
  }

  /** True while the app is installed there. */
  hasAny(installedIn: string): boolean {
    return this.#good.some((one) => one.installedIn === installedIn);
  }

  /** The app was removed, or its tokens revoked. */
  end(installedIn: string, why: string): void {
    for (const { token } of this.#good.filter((one) => one.installedIn === installedIn)) {
      this.#why.set(token, why);
    }
    this.#good = this.#good.filter((one) => one.installedIn !== installedIn);
    this.spend(installedIn);
  }

  #keep(token: string, installedIn: string, expiresAt: Temporal.Instant | null): string {
    const others = this.#good.filter((one) => one.installedIn === installedIn);
    const [oldest] = others;
    if (expiresAt !== null && oldest !== undefined && others.length >= MOST_AT_A_TIME) {
      this.#why.set(oldest.token, 'token_revoked');
      this.#good = this.#good.filter((one) => one !== oldest);
    }
    this.#good.push({ token, installedIn, expiresAt });
    this.#handedOut.add(token);
    return token;
  }
}
