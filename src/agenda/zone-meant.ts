import { isSlipOf } from './spelling.ts';
import { citiesWithZones, foldCity, timeZoneNamed } from './time-zone-named.ts';

/** `Europe/Brussels` for `Europe/Bruxelles` and for `Brusels`: a city by another of its names, behind its continent, or with a slip. */
export function zoneMeant(typed: string): string | null {
  const city = typed.slice(typed.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const named = timeZoneNamed(city.split(' '));
  if (named.kind === 'zone') return named.timeZone;
  if (city.length > LONGEST) return null;
  const folded = foldCity(city);
  for (const [name, timeZone] of citiesWithZones()) {
    if (isSlipOf(folded, name)) return timeZone;
  }
  return null;
}

const LONGEST = 40;
