import { areAnyStopped } from '../../db/teams-at-work.ts';
import { resumeWorkspace } from '../changes/stop-workspace.ts';
import type { Office } from './desk.ts';
import { askWhoWeAre } from './who-we-are.ts';

/** What stopped a workspace may pass or be mended at any time, and one question costs little. */
const ASK_EVERY = Temporal.Duration.from({ minutes: 10 });

/** Has Summit speak again in a workspace where it was stopped, once Slack knows it there. */
export class GoOn {
  readonly #office: Office;
  #askedAt: Temporal.Instant | null = null;

  constructor(office: Office) {
    this.#office = office;
  }

  /** Asks Slack if a workspace is stopped and it was not asked for long. */
  async look(): Promise<void> {
    const { db, log, now, slack } = this.#office;
    if (!this.#isTime() || !(await areAnyStopped(db))) return;
    const askedAt = now();
    const who = await askWhoWeAre(slack);
    const teamId = who.kind === 'known' ? who.answer.team_id : undefined;
    if (teamId !== undefined && (await resumeWorkspace(db, teamId))) {
      log.info('Summit speaks in the workspace again');
    }
    // Last, so that it is tried again at once what the record was too busy for.
    this.#askedAt = askedAt;
  }

  /** Whichever way the clock was set meanwhile. */
  #isTime(): boolean {
    if (this.#askedAt === null) return true;
    const ago = this.#office.now().since(this.#askedAt).abs();
    return Temporal.Duration.compare(ago, ASK_EVERY) >= 0;
  }
}
