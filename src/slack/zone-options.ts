import { zonesLike } from '../agenda/zones-like.ts';
import { zoneChoice } from '../messages/zone-choice.ts';
import type { Desk } from './desk.ts';
import type { OptionsArgs } from './issue-options.ts';
import { logFailure } from './log.ts';

/** As many as a list offers. */
const MOST_CHOICES = 100;

/** The time zones to choose from, for the letters typed so far in a form. */
export async function offerZones(desk: Desk, { body, ack }: OptionsArgs): Promise<void> {
  try {
    const now = desk.now();
    const zones = zonesLike(body.value, desk.people.zoneOf(body.user.id), MOST_CHOICES);
    await ack({ options: zones.map((zone) => zoneChoice(zone, now)) });
  } catch (error) {
    logFailure(desk.log, 'offering time zones', error);
    await ack({ options: [] });
  }
}
