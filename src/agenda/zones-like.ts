import { fold } from './fold.ts';
import { MOST_ZONE_WORDS, timeZoneNamed } from './time-zone-named.ts';

/** Time zones for the letters typed so far, the likeliest first; for nothing, that one first and then all. */
export function zonesLike(typed: string, first: string, most: number): string[] {
  const { words } = fold(typed.slice(0, LONGEST));
  if (words.length === 0) return [...new Set([first, 'UTC', ...allZones().keys()])].slice(0, most);

  const named = timeZoneNamed(typed.trim().split(/\s+/u).slice(0, MOST_ZONE_WORDS));
  const fitting = [...allZones()].filter(([, parts]) =>
    words.every((word) => parts.some((part) => part.startsWith(word))),
  );
  const begun = fitting.filter(([, parts]) => parts.at(-1)?.startsWith(words[0] ?? '') === true);
  const all = [...begun, ...fitting].map(([zone]) => zone);
  return [...new Set([...(named.kind === 'zone' ? [named.timeZone] : []), ...all])].slice(0, most);
}

/** Every zone with the words of its name. */
function allZones(): ReadonlyMap<string, readonly string[]> {
  if (zones.size === 0) {
    for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
      zones.set(zone, fold(zone.replaceAll(/[_/]/g, ' ')).words);
    }
  }
  return zones;
}

const zones = new Map<string, readonly string[]>();
const LONGEST = 100;
