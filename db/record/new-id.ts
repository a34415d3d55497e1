import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
const HALF = 6;
const MOST = 32 ** HALF;

/**
 * Where this process counts from, for itself and for each agenda: so that two of them hardly ever
 * meet within a second, and nobody can tell by the ids in one how much is recorded in another.
 */
const counts = new Map<string, number>();

/**
 * An id that can be typed in need: twelve signs, the second and then a count. Ids of one time
 * stand together in an index, so that many new ones touch few of its pages.
 */
export function newId(at: Temporal.Instant, agendaId = ''): string {
  const count = ((counts.get(agendaId) ?? randomInt(MOST)) + 1) % MOST;
  counts.set(agendaId, count);
  return inSigns(Math.floor(at.epochMilliseconds / 1000)) + inSigns(count);
}

function inSigns(value: number): string {
  let signs = '';
  let rest = ((value % MOST) + MOST) % MOST;
  for (let place = 0; place < HALF; place += 1) {
    signs = SIGNS.charAt(rest % 32) + signs;
    rest = Math.floor(rest / 32);
  }
  return signs;
}
