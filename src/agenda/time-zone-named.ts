import { fold } from './fold.ts';

/** What a word or several say about a zone. */
export type ZoneNamed =
  | { readonly kind: 'zone'; readonly timeZone: string }
  /** An offset or a name of one, such as `+02:00` or `EST`: right for half a year at best. */
  | { readonly kind: 'offset' }
  /** Written like a zone, but none is called so. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' };

/** Reads `europe/brussels`, `Brussels`, `New York`, `UTC`. */
export function timeZoneNamed(words: readonly string[]): ZoneNamed {
  const { named, taken } = timeZoneAt(words, 0);
  return taken === words.length ? named : { kind: 'none' };
}

/** The zone whose name begins there, the longest one, and how many words that takes up. */
export function timeZoneAt(
  words: readonly string[],
  at: number,
): { readonly named: ZoneNamed; readonly taken: number } {
  const [first = ''] = words.slice(at, at + 1);
  const most = first.length > LONGEST_NAME ? 0 : (wordsAfter().get(firstOf(foldCity(first))) ?? 0);
  for (let taken = Math.min(most, words.length - at); taken > 0; taken -= 1) {
    const part = words.slice(at, at + taken).join(' ');
    const city = part.length > LONGEST_NAME ? undefined : citiesWithZones().get(foldCity(part));
    if (city !== undefined) return { named: { kind: 'zone', timeZone: city }, taken };
  }
  return { named: first.length > LONGEST_NAME ? { kind: 'none' } : namedByCode(first), taken: 1 };
}

function namedByCode(word: string): ZoneNamed {
  const key = word.toLowerCase();
  if (OFFSET.test(word) || NO_ZONE.has(key)) return { kind: 'offset' };
  if (OLD_NAMES.has(key) || SLASHED.test(word)) return identified(word);
  return /^[a-z]+\//i.test(word) ? { kind: 'unknown' } : { kind: 'none' };
}

/** The longest city has so many words. */
export const MOST_ZONE_WORDS = 4;

const LONGEST_NAME = 40;
const OFFSET = /^(?:(?:etc\/)?(?:gmt|utc|z)?[+-]\d{1,2}(?::?\d{2})?)$/i;
const SLASHED = /^[a-z][\w+-]*(?:\/[a-z][\w+-]*){1,2}$/i;
/** Names without a place that IANA keeps and that follow a place's clocks all year. */
const OLD_NAMES = new Set(
  (
    'utc gmt uct zulu universal greenwich cet eet met wet est5edt cst6cdt mst7mdt pst8pdt hst ' +
    'gb gb-eire nz nz-chat prc roc rok w-su cuba egypt eire hongkong iceland iran israel jamaica ' +
    'japan kwajalein libya navajo poland portugal singapore turkey'
  ).split(' '),
);
/** What people call the time of half a year, or of several places. */
const NO_ZONE = new Set(
  (
    'est edt et cst cdt ct mst mdt mt pst pdt pt akst akdt bst ist cest eest west msk jst kst sgt ' +
    'hkt pkt aest aedt acst acdt awst nzst nzdt sast wib brt art'
  ).split(' '),
);

/** The name as IANA writes it, asked of Temporal, which knows the old names as well. */
function identified(word: string): ZoneNamed {
  const key = word.toLowerCase();
  const known = identifiers.get(key);
  if (known !== undefined) return { kind: 'zone', timeZone: known };
  try {
    const { timeZoneId } = EPOCH.toZonedDateTimeISO(word);
    identifiers.set(key, timeZoneId);
    return { kind: 'zone', timeZone: timeZoneId };
  } catch {
    return { kind: 'unknown' };
  }
}

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);
/** Only real names are kept, of which there are some six hundred. */
const identifiers = new Map<string, string>();

/** Zones by the city they are named for, folded, as it is called now; and cities people ask for that name none. */
export function citiesWithZones(): ReadonlyMap<string, string> {
  if (cityZones.size > 0) return cityZones;
  for (const timeZone of [...Intl.supportedValuesOf('timeZone'), ...RENAMED]) {
    if (!timeZone.includes('/')) continue;
    cityZones.set(foldCity(timeZone.slice(timeZone.lastIndexOf('/') + 1)), timeZone);
  }
  for (const [timeZone, names] of Object.entries(OTHER_CITIES))
    for (const name of names.split(', ')) cityZones.set(foldCity(name), timeZone);
  return cityZones;
}

const cityZones = new Map<string, string>();

/** By its first word, the most words that the name of a city takes up. */
function wordsAfter(): ReadonlyMap<string, number> {
  if (cityWords.size > 0) return cityWords;
  for (const city of citiesWithZones().keys()) {
    const first = firstOf(city);
    cityWords.set(first, Math.max(cityWords.get(first) ?? 0, city.split(' ').length));
  }
  return cityWords;
}

const cityWords = new Map<string, number>();

function firstOf(city: string): string {
  return city.split(' ', 1)[0] ?? '';
}

/** The name of a city as it is compared. */
export function foldCity(name: string): string {
  return fold(name.replaceAll('_', ' ').replaceAll(/['’]/g, '')).words.join(' ');
}

const RENAMED = [
  'Africa/Asmara',
  'America/Atikokan',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
];

const OTHER_CITIES: Readonly<Record<string, string>> = {
  'Africa/Johannesburg': 'Pretoria, Cape Town',
  'America/Argentina/Buenos_Aires': 'Buenos Aires',
  'America/Chicago': 'Houston, Dallas',
  'America/Los_Angeles': 'San Francisco, Seattle, Woodside',
  'America/New_York': 'Washington, Washington DC, Boston',
  'America/Sao_Paulo': 'Brasilia, Rio de Janeiro, Rio',
  'America/Toronto': 'Ottawa, Montreal',
  'Asia/Dubai': 'Abu Dhabi',
  'Asia/Ho_Chi_Minh': 'Hanoi, Saigon',
  'Asia/Karachi': 'Islamabad',
  'Asia/Kolkata': 'Delhi, New Delhi, Mumbai, Bangalore',
  'Asia/Shanghai': 'Beijing, Guangzhou, Shenzhen',
  'Asia/Tokyo': 'Osaka, Kyoto',
  'Australia/Sydney': 'Canberra',
  'Europe/Amsterdam': 'The Hague, Rotterdam',
  'Europe/Berlin': 'Bonn, Munich, Frankfurt, Hamburg',
  'Europe/Brussels': 'Bruxelles, Brussel',
  'Europe/Istanbul': 'Ankara',
  'Europe/Paris': 'Strasbourg',
  'Europe/Rome': 'Milan',
  'Europe/Zurich': 'Geneva, Bern, Davos, Basel',
  'Pacific/Auckland': 'Wellington',
};
