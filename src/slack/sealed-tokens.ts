import type { SealedTokens } from '../../db/installations.ts';
import { stamp } from '../agenda/stamp.ts';
import type { TokenSeal } from './token-seal.ts';

/** What Slack gives for a code or a refresh token. */
export interface IssuedTokens {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

/** The tokens as the record takes them, each sealed for its place. Throws when Slack gave none. */
export function sealedTokens(
  seal: TokenSeal,
  id: string,
  { access_token: token, refresh_token: refreshToken, expires_in: seconds }: IssuedTokens,
  now: Temporal.Instant,
): SealedTokens {
  if (token === undefined || token === '') throw new Error('Slack gave no token');
  return {
    token: seal.seal(token, { id, column: 'token' }),
    refreshToken:
      refreshToken === undefined ? null : seal.seal(refreshToken, { id, column: 'refresh_token' }),
    expiresAt: seconds === undefined ? null : stamp(now.add({ seconds })),
  };
}
