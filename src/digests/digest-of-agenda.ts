import type { StandingDigest } from '../../db/digests.ts';
import type { Agenda, IsoDate } from '../agenda/record.ts';

/** A digest as it is, or as it would be if somebody set it up so. */
export type DigestToRead = Pick<
  StandingDigest,
  'choices' | 'place' | 'schedule' | 'setBy' | 'teamId'
> & {
  /** Null while there is none. */
  readonly id: string | null;
};

/** What a digest has to tell of one agenda: the lines of the log after one line up to another, as of these days. */
export interface DigestOfAgenda {
  readonly digest: DigestToRead;
  readonly agenda: Agenda;
  readonly fromLine: number;
  readonly untilLine: number;
  /** The day as of which it was told last, and the day it is. */
  readonly since: IsoDate;
  readonly until: IsoDate;
  /** Whose own changes are no news; null in a channel. */
  readonly notBy: string | null;
  /** Issues of which it tells nothing, or only changes of status. */
  readonly mutes: ReadonlyMap<string, 'all' | 'updates'>;
}
