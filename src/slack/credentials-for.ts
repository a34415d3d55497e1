import type { Config } from '../config.ts';
import { createSlackClient } from './clients.ts';
import { type Credentials, oneToken } from './credentials.ts';
import type { House } from './desk.ts';
import type { KnownIdentity } from './identity.ts';
import { Installations } from './installations.ts';
import { TokenSeal } from './token-seal.ts';

/** What Summit speaks with, by its configuration; `installations` where it can be installed. */
export function credentialsFor(
  { installed, slackApiUrl }: Config,
  { db, now, log }: House,
  ahead: Temporal.Duration,
  identity: () => KnownIdentity = () => ({}),
): { readonly credentials: Credentials; readonly installations: Installations | null } {
  if (installed.kind === 'one') {
    return { credentials: oneToken(installed.botToken, identity), installations: null };
  }
  const { oauth, tokenKeys } = installed;
  const seal = new TokenSeal(tokenKeys);
  const nobody = createSlackClient({ botToken: null, slackApiUrl }, log);
  const installations = new Installations({ db, now, log, seal, oauth, nobody, ahead });
  return { credentials: installations, installations };
}
