import type { KnownIdentity } from './identity.ts';

/** A workspace, as a request that Slack signed or the record names it. */
export interface Workspace {
  readonly teamId: string;
  /** The organisation it belongs to, where that is known. */
  readonly enterpriseId: string | null;
}

/** With what Summit speaks in a workspace. */
export interface Credential {
  /** Null while it can't be had: it has expired and Slack is not there, or its key isn't. */
  readonly botToken: string | null;
  /** True of a token for a whole organisation: each call says which workspace it is about. */
  readonly isOrgWide: boolean;
  readonly identity: KnownIdentity;
}

/** All that Summit speaks with. */
export interface Credentials {
  /** Null where Summit isn't installed. */
  of(workspace: Workspace): Promise<Credential | null>;
  /** Slack, asked who Summit is there, did not take the token: its word for that. */
  refused(workspace: Workspace, error: string): Promise<void>;
}

/** The one token from the environment, for every workspace Slack sends anything from. It stays, whatever Slack says of it. */
export function oneToken(botToken: string, identity: () => KnownIdentity): Credentials {
  return {
    of: async () => ({ botToken, isOrgWide: false, identity: identity() }),
    refused: async () => undefined,
  };
}
