import type { Credential, Credentials, Workspace } from './credentials.ts';

/** What something is made with for one workspace. */
export interface Speaker {
  readonly teamId: string;
  readonly botToken: string | null;
  readonly isOrgWide: boolean;
}

/** Something of a workspace's own, with the credential it was made with. */
export interface OfWorkspace<Made> extends Credential {
  readonly made: Made;
}

/** Something that each workspace has one of: made once, and anew when its token changes. Nothing is shared between two. */
export class PerWorkspace<Made> {
  readonly #credentials: Credentials;
  readonly #make: (speaker: Speaker) => Made;
  readonly #made = new Map<string, { readonly botToken: string | null; readonly made: Made }>();

  constructor(credentials: Credentials, make: (speaker: Speaker) => Made) {
    this.#credentials = credentials;
    this.#make = make;
  }

  /** Null where Summit isn't installed. */
  async of(workspace: Workspace): Promise<OfWorkspace<Made> | null> {
    const { teamId } = workspace;
    const credential = await this.#credentials.of(workspace);
    if (credential === null) {
      this.#made.delete(teamId);
      return null;
    }
    const { botToken, isOrgWide } = credential;
    const known = this.#made.get(teamId);
    if (known?.botToken === botToken) return { ...credential, made: known.made };
    const made = this.#make({ teamId, botToken, isOrgWide });
    this.#made.set(teamId, { botToken, made });
    return { ...credential, made };
  }

  /** The same for a workspace of which the record knows the id alone. */
  async in(teamId: string): Promise<Made | null> {
    return (await this.of({ teamId, enterpriseId: null }))?.made ?? null;
  }
}
