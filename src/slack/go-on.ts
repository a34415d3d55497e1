import { listStopped } from '../../db/teams-at-work.ts';
import { resumeWorkspace } from '../changes/stop-workspace.ts';
import type { Credentials } from './credentials.ts';
import type { House, Office } from './desk.ts';
import type { PerWorkspace } from './per-workspace.ts';
import { askWhoWeAre } from './who-we-are.ts';

/** What stopped a workspace may pass or be mended at any time, and one question costs little. */
const ASK_EVERY = Temporal.Duration.from({ minutes: 10 });

/** Has Summit speak again in a workspace where it was stopped, once Slack knows it there. */
export class GoOn {
  readonly #house: House;
  readonly #offices: PerWorkspace<Office>;
  readonly #credentials: Credentials;
  readonly #askedAt = new Map<string, Temporal.Instant>();

  constructor(house: House, offices: PerWorkspace<Office>, credentials: Credentials) {
    this.#house = house;
    this.#offices = offices;
    this.#credentials = credentials;
  }

  /** Asks Slack about each workspace that is stopped and that it was not asked about for long. */
  async look(isStopping: () => boolean): Promise<void> {
    const stopped = await listStopped(this.#house.db);
    for (const teamId of this.#askedAt.keys()) {
      if (!stopped.includes(teamId)) this.#askedAt.delete(teamId);
    }
    for (const teamId of stopped) {
      if (isStopping()) return;
      if (this.#isTime(teamId)) await this.#ask(teamId);
    }
  }

  async #ask(teamId: string): Promise<void> {
    const { db, log, now } = this.#house;
    const askedAt = now();
    const office = await this.#offices.of({ teamId, enterpriseId: null });
    // There is nothing to ask with until Summit is installed again, and then it goes on by that.
    if (office === null) return void this.#askedAt.set(teamId, askedAt);
    // Without a token it would be refused whoever it is.
    if (office.botToken === null) return;
    const who = await askWhoWeAre(office.made.slack);
    if (who.kind === 'known' && (await resumeWorkspace(db, teamId))) {
      log.info('Summit speaks in the workspace again');
    }
    if (who.kind === 'refused') {
      await this.#credentials.refused({ teamId, enterpriseId: null }, who.error);
    }
    // Last, so that it is tried again at once what the record was too busy for.
    this.#askedAt.set(teamId, askedAt);
  }

  /** Whichever way the clock was set meanwhile. */
  #isTime(teamId: string): boolean {
    const askedAt = this.#askedAt.get(teamId);
    if (askedAt === undefined) return true;
    const ago = this.#house.now().since(askedAt).abs();
    return Temporal.Duration.compare(ago, ASK_EVERY) >= 0;
  }
}
