import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import {
  findInstallation,
  type Installation,
  listInstallations,
  listToRefresh,
  organisationOf,
} from '../../db/installations.ts';
import type { Db } from '../../db/open.ts';
import { stamp } from '../agenda/stamp.ts';
import { forgetInstallation, noteOrgWorkspace, reseal } from '../changes/keep-installation.ts';
import type { OAuthApp } from '../config.ts';
import type { Credential, Credentials, Workspace } from './credentials.ts';
import { hasExpired, type RefreshRoom, refreshToken } from './refresh-token.ts';
import type { TokenSeal } from './token-seal.ts';

export interface InstallationsOptions {
  readonly db: Db;
  readonly now: () => Temporal.Instant;
  readonly log: Logger;
  readonly seal: TokenSeal;
  readonly oauth: OAuthApp;
  /** A client without a token. */
  readonly nobody: WebClient;
  /** How long before it expires a token is refreshed. */
  readonly ahead: Temporal.Duration;
}

/** Slack's words for a token that is no good any more, and never will be again. */
const DEAD = new Set(['account_inactive', 'invalid_auth', 'token_revoked']);

/** After a refresh that brought nothing, so long none is tried. */
const REST = Temporal.Duration.from({ minutes: 1 });

interface OpenToken {
  /** As it stands in the record. */
  readonly sealed: string;
  readonly text: string | null;
}

/** The tokens of all workspaces and organisations that have Summit. This is the only place where they are open. */
export class Installations implements Credentials {
  readonly #room: RefreshRoom;
  readonly #ahead: Temporal.Duration;
  /** By the installation's id, so that each is opened once. */
  readonly #open = new Map<string, OpenToken>();
  readonly #refreshing = new Map<string, Promise<Installation | null>>();
  /** Until when none is tried. */
  readonly #resting = new Map<string, Temporal.Instant>();

  constructor({ ahead, ...room }: InstallationsOptions) {
    this.#room = room;
    this.#ahead = ahead;
  }

  async of(workspace: Workspace): Promise<Credential | null> {
    const found = await findInstallation(this.#room.db, workspace);
    if (found === null) return null;
    await this.#note(workspace, found);
    const installation = this.#isDue(found) ? await this.#refresh(found) : found;
    if (installation === null) return null;
    const isOver = hasExpired(installation, this.#room.now());
    return {
      botToken: isOver ? null : await this.#tokenOf(installation),
      isOrgWide: installation.id !== workspace.teamId,
      identity: { botUserId: installation.botUserId },
    };
  }

  /** A token that has expired is refreshed, and one that is dead deleted with all there is of it. */
  async refused(workspace: Workspace, error: string): Promise<void> {
    const { db, now, log } = this.#room;
    const found = await findInstallation(db, workspace);
    if (found === null) return;
    if (error === 'token_expired' && found.refreshToken !== null) {
      await refreshToken(this.#room, found, ({ token }) => token === found.token);
      return;
    }
    if (!DEAD.has(error)) return;
    if (await forgetInstallation(db, { id: found.id, why: error, at: now() })) {
      this.#open.delete(found.id);
      log.warn(
        { installation: found.id, why: error },
        'Summit was removed: its tokens are deleted',
      );
    }
  }

  /** Refreshes what expires soon, so that nobody waits for it when it is needed. */
  async refreshDue(isStopping: () => boolean): Promise<void> {
    const { db, now } = this.#room;
    const at = now();
    const times = { by: stamp(at.add(this.#ahead)), now: stamp(at) };
    for (const installation of await listToRefresh(db, times)) {
      if (isStopping()) return;
      await this.#refresh(installation);
    }
  }

  /** Seals with the first key whatever another one sealed. */
  async resealAll(): Promise<void> {
    for (const installation of await listInstallations(this.#room.db)) {
      await this.#tokenOf(installation);
    }
  }

  /** All who need the same token meanwhile wait for one answer; none does for whom the old one is good. */
  async #refresh(installation: Installation): Promise<Installation | null> {
    const { id } = installation;
    const isOver = (one: Installation): boolean => hasExpired(one, this.#room.now());
    const underWay = this.#refreshing.get(id);
    if (underWay !== undefined) return isOver(installation) ? underWay : installation;
    const restsUntil = this.#resting.get(id);
    const now = this.#room.now();
    if (restsUntil !== undefined && Temporal.Instant.compare(now, restsUntil) < 0) {
      return installation;
    }
    const refreshing = refreshToken(this.#room, installation, isOver);
    this.#refreshing.set(id, refreshing);
    try {
      const after = await refreshing;
      if (after?.token === installation.token) this.#resting.set(id, this.#room.now().add(REST));
      return after;
    } finally {
      this.#refreshing.delete(id);
    }
  }

  #isDue({ expiresAt, refreshToken: sealed }: Installation): boolean {
    if (expiresAt === null || sealed === null) return false;
    const from = Temporal.Instant.from(expiresAt).subtract(this.#ahead);
    return Temporal.Instant.compare(this.#room.now(), from) >= 0;
  }

  async #tokenOf(installation: Installation): Promise<string | null> {
    const { id, token: sealed } = installation;
    const known = this.#open.get(id);
    if (known?.sealed === sealed) return known.text;
    const { seal, log } = this.#room;
    const opened = seal.open(sealed, { id, column: 'token' });
    if (opened.kind === 'shut') {
      log.error(
        { installation: id, key: opened.keyId },
        'A token can not be opened: SUMMIT_TOKEN_KEYS lacks its key, or it was altered',
      );
      this.#open.set(id, { sealed, text: null });
      return null;
    }
    if (!opened.isCurrent) await this.#reseal(installation, opened.text);
    this.#open.set(id, { sealed, text: opened.text });
    return opened.text;
  }

  async #reseal(installation: Installation, token: string): Promise<void> {
    const { db, seal, log } = this.#room;
    const { id, refreshToken: sealed } = installation;
    const refresh = sealed === null ? null : seal.open(sealed, { id, column: 'refresh_token' });
    if (refresh?.kind === 'shut') return;
    await reseal(db, installation, {
      token: seal.seal(token, { id, column: 'token' }),
      refreshToken:
        refresh === null ? null : seal.seal(refresh.text, { id, column: 'refresh_token' }),
    });
    log.info({ installation: id }, 'A token was sealed with the first key');
  }

  /** What is said unasked knows of a workspace nothing but its id. */
  async #note({ teamId, enterpriseId }: Workspace, { id }: Installation): Promise<void> {
    if (id === teamId || id !== enterpriseId) return;
    const { db } = this.#room;
    if ((await organisationOf(db, teamId)) === enterpriseId) return;
    await noteOrgWorkspace(db, { teamId, enterpriseId });
  }
}
