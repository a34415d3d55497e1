import { timeZoneNamed } from './time-zone-named.ts';

/** `Europe/Brussels` for `Europe/Bruxelles`: a city by another of its names, behind its continent. */
export function zoneMeant(typed: string): string | null {
  const city = typed.slice(typed.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const named = timeZoneNamed(city.split(' '));
  return named.kind === 'zone' ? named.timeZone : null;
}
