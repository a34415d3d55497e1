import { setTimeout as pause } from 'node:timers/promises';
import { type DigestChannel, listDigestChannels } from '../../db/digests-in-channels.ts';
import { type Happened, pauseWithNotice, resumeWithNotice } from '../changes/follow-channel.ts';
import { backAgain, channelArchived, channelOutOfReach } from '../messages/lifecycle-notices.ts';
import type { Message } from '../messages/message.ts';
import type { House, Office } from './desk.ts';
import type { PerWorkspace } from './per-workspace.ts';

/** Slack is asked about each channel this often. */
const EVERY = Temporal.Duration.from({ hours: 24 });
/** And no more often than this about any, in milliseconds. */
const BETWEEN = 3_000;

/**
 * Asks Slack from time to time what became of the channels that digests go to: what it told
 * while Summit was away is lost.
 */
export class ReachChecks {
  readonly #house: House;
  readonly #offices: PerWorkspace<Office>;
  readonly #checkedAt = new Map<string, Temporal.Instant>();

  constructor(house: House, offices: PerWorkspace<Office>) {
    this.#house = house;
    this.#offices = offices;
  }

  /** Looks once at all channels that were not looked at for a day. */
  async look(isStopping: () => boolean): Promise<void> {
    for (const channel of await listDigestChannels(this.#house.db)) {
      if (isStopping()) return;
      if (!this.#isDue(channel)) continue;
      await this.#check(channel);
      await pause(BETWEEN, null, { ref: false });
    }
  }

  #isDue({ teamId, place }: DigestChannel): boolean {
    const last = this.#checkedAt.get(`${teamId} ${place}`);
    if (last === undefined) return true;
    return Temporal.Instant.compare(this.#house.now(), last.add(EVERY)) >= 0;
  }

  async #check(channel: DigestChannel): Promise<void> {
    const { log, now } = this.#house;
    this.#checkedAt.set(`${channel.teamId} ${channel.place}`, now());
    try {
      const office = await this.#offices.in(channel.teamId);
      if (office === null) return;
      const { channel: found } = await office.slack.conversations.info({ channel: channel.place });
      if (found?.is_member === undefined) return;
      await this.#follow(channel, {
        isArchived: found.is_archived === true,
        isMember: found.is_member,
      });
    } catch (error) {
      // What can't be asked about is found out when something is said there.
      log.info({ err: error, place: channel.place }, 'Slack did not tell what became of a channel');
    }
  }

  async #follow(
    { teamId, place, pausedBecause }: DigestChannel,
    { isArchived, isMember }: { readonly isArchived: boolean; readonly isMember: boolean },
  ): Promise<void> {
    const { db, now } = this.#house;
    const happened = (notice: (digest: Digest) => Message): Happened => ({
      place: { teamId, place },
      at: now(),
      inputId: null,
      notice: (digest) => ({ message: notice(digest), plain: null }),
    });
    if (pausedBecause !== null) {
      // Whether it goes on where the channel was archived is asked.
      if (!isMember || isArchived || pausedBecause === 'is_archived') return;
      await resumeWithNotice(db, happened(backAgain), null);
    } else if (isArchived) {
      await pauseWithNotice(
        db,
        happened(() => channelArchived(place)),
        'is_archived',
      );
    } else if (!isMember) {
      const because = 'not_in_channel';
      await pauseWithNotice(
        db,
        happened(() => channelOutOfReach(place, because)),
        because,
      );
    }
  }
}

type Digest = Parameters<Happened['notice']>[0];
