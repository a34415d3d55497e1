import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Someone, Standing } from '../access/roles.ts';
import { isTimeZone } from '../config.ts';

const PEOPLE_KEPT = 10_000;
const LOOK_UPS_AT_ONCE = 4;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** People move, and Slack is asked again. */
const FRESH_FOR = 24 * HOUR;
/** After Slack would not tell. */
const SILENT_FOR = HOUR / 6;
/** What somebody may do changes sooner than where they are: for what changes anything it is asked for this often. */
const CERTAIN_FOR = MINUTE;
/** While Slack doesn't tell, what it told holds as long. */
const HOLDS_FOR = HOUR;
/** Whoever waits for an answer waits no longer than this for Slack's, in milliseconds. */
const WITHIN = 1_000;

interface Known {
  readonly timeZone: string;
  readonly standing: Standing;
  /** The workspaces they belong to: several in an organisation, none while Slack tells of none. */
  readonly teamIds: readonly string[];
  /** When Slack told, in milliseconds of the process's own clock; null while it never did. */
  readonly toldAt: number | null;
  /** Until then Slack is not asked again where they are. */
  readonly freshUntil: number;
}

interface Group {
  readonly people: ReadonlySet<string>;
  readonly toldAt: number;
}

/** Whom it is about, and in which workspace. */
export interface PersonThere {
  readonly userId: string;
  readonly teamId: string;
}

/** Where people are, and what Slack knows them as. Whoever is new has the default zone until Slack has told. */
export class People {
  readonly #slack: WebClient;
  readonly #fallback: string;
  readonly #log: Logger;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #groups = new Map<string, Group>();
  #heard = 0;

  constructor(slack: WebClient, fallback: string, log: Logger) {
    this.#slack = slack;
    this.#fallback = fallback;
    this.#log = log;
  }

  /** How often Slack told of anybody: another number means that somebody may be known as something else. */
  get heard(): number {
    return this.#heard;
  }

  /** The person's IANA zone, as far as it is known. Never waits. */
  zoneOf(userId: string): string {
    const known = this.#known.get(userId);
    const isFresh = known !== undefined && known.freshUntil >= performance.now();
    if (!isFresh && this.#asking.size < LOOK_UPS_AT_ONCE) void this.#ask(userId);
    return known?.timeZone ?? this.#fallback;
  }

  /** The same once Slack has told, if it tells in time: for what is set by the clocks there. */
  async learnZone(userId: string): Promise<string> {
    if (!this.#known.has(userId)) await this.#inTime(this.#ask(userId));
    return this.zoneOf(userId);
  }

  /**
   * What Slack knows somebody as, and which of these user groups they belong to. `as known` never
   * waits, `once known` only for whoever was never asked about.
   */
  async standingOf(
    { userId, teamId }: PersonThere,
    how: 'as known' | 'for certain' | 'once known',
    groups: readonly string[],
  ): Promise<Omit<Someone, 'id'>> {
    if (how === 'for certain') {
      const stale = groups.filter((id) => !isYoung(this.#groups.get(id)?.toldAt, CERTAIN_FOR));
      await this.#inTime(
        Promise.all([
          isYoung(this.#known.get(userId)?.toldAt, CERTAIN_FOR) ? null : this.#ask(userId),
          ...stale.map(async (id) => this.#askForGroup(id)),
        ]),
      );
    }
    if (how === 'once known' && !this.#known.has(userId)) await this.#inTime(this.#ask(userId));
    const isTold = how !== 'for certain' || isYoung(this.#known.get(userId)?.toldAt, HOLDS_FOR);
    const standing = this.standingNow({ userId, teamId }) ?? 'unknown';
    return {
      standing: isTold || standing === 'stranger' ? standing : 'unknown',
      groups: groups.filter((id) => this.#groups.get(id)?.people.has(userId) === true),
    };
  }

  /** What Slack was last known to know somebody as; null while nobody has asked it. */
  standingNow({ userId, teamId }: PersonThere): Standing | null {
    const known = this.#known.get(userId);
    if (known === undefined) return null;
    const isForeign = known.teamIds.length > 0 && !known.teamIds.includes(teamId);
    return isForeign ? 'stranger' : known.standing;
  }

  async #inTime(asking: Promise<unknown>): Promise<void> {
    await Promise.race([asking, pause(WITHIN, undefined, { ref: false })]);
  }

  async #ask(userId: string): Promise<void> {
    const asking = this.#asking.get(userId) ?? this.#lookUp(userId);
    this.#asking.set(userId, asking);
    await asking;
  }

  async #lookUp(userId: string): Promise<void> {
    const now = performance.now();
    try {
      const { user } = await this.#slack.users.info({ user: userId });
      const timeZone = user?.tz !== undefined && isTimeZone(user.tz) ? user.tz : this.#fallback;
      const standing = standingIn(user ?? {});
      const teamIds = [...(user?.enterprise_user?.teams ?? []), user?.team_id ?? []].flat();
      this.#keep(userId, { timeZone, standing, teamIds, toldAt: now, freshUntil: now + FRESH_FOR });
    } catch (error) {
      this.#log.debug({ err: error }, 'Slack did not tell where someone is');
      const known = this.#known.get(userId);
      this.#keep(userId, {
        timeZone: known?.timeZone ?? this.#fallback,
        standing: known?.standing ?? 'unknown',
        teamIds: known?.teamIds ?? [],
        toldAt: known?.toldAt ?? null,
        freshUntil: now + SILENT_FOR,
      });
    } finally {
      this.#asking.delete(userId);
    }
  }

  /** Nobody is taken for one of a group that Slack doesn't tell of any more. */
  async #askForGroup(id: string): Promise<void> {
    const toldAt = performance.now();
    try {
      const { users = [] } = await this.#slack.usergroups.users.list({ usergroup: id });
      this.#groups.set(id, { people: new Set(users), toldAt });
    } catch (error) {
      this.#log.info({ err: error }, 'Slack did not tell who belongs to a user group');
      this.#groups.delete(id);
    }
  }

  #keep(userId: string, known: Known): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= PEOPLE_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(userId, known);
    this.#heard += 1;
  }
}

function isYoung(toldAt: number | null | undefined, milliseconds: number): boolean {
  return toldAt !== null && toldAt !== undefined && performance.now() - toldAt < milliseconds;
}

function standingIn(user: {
  readonly is_admin?: boolean;
  readonly is_owner?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
}): Standing {
  if (user.is_stranger === true) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  return user.is_admin === true || user.is_owner === true ? 'workspace-admin' : 'member';
}
