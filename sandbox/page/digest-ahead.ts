import { clockTime, dayThere, shortDay } from './day-words.ts';
import type { Desk } from './desk.ts';

/** Said where no digest is set up. */
const NO_DIGEST = 'No digest is set up yet. Type /summit digest daily 09:00 in a channel.';

/** "the digest of #summit-desk", by whoever gets it. */
export function digestInWords({ world }: Desk, place: string): string {
  const channel = world.channels.find(({ id }) => id === place);
  if (channel !== undefined) return `the digest of #${channel.name}`;
  const person = world.people.find(({ id }) => id === place);
  return person === undefined ? 'a digest' : `the digest of ${person.name}`;
}

/** "On to the digest of #summit-desk, 15 Nov 2023, 08:30 Brussels", or why there is none to go on to. */
export function nextDigestInWords(desk: Desk): string {
  const next = desk.world.nextDigest;
  return next === null
    ? NO_DIGEST
    : `On to ${digestInWords(desk, next.place)}, ${momentFor(desk, next.at)}`;
}

/** A moment on the clocks of whoever looks. */
export function momentFor({ me }: Desk, at: string): string {
  return `${shortDay(dayThere(at, me.timeZone))}, ${clockTime(at, me.timeZone)}`;
}
