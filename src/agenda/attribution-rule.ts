/** How what somebody said may be passed on, as journalists and diplomats agree it. */
export const ATTRIBUTION_RULES = [
  'on the record',
  'background',
  'deep background',
  'off the record',
  'Chatham House',
] as const;
export type AttributionRule = (typeof ATTRIBUTION_RULES)[number];

/** What was typed as a rule: `chatham`, `deep-background`, `off record`; null for anything else. */
export function readAttributionRule(typed: string): AttributionRule | null {
  const words = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .replace(/ rules?$/, '')
    .trim();
  return (
    ATTRIBUTION_RULES.find((rule) => rule.toLowerCase() === words) ?? OTHERWISE.get(words) ?? null
  );
}

const OTHERWISE = new Map<string, AttributionRule>([
  ['on record', 'on the record'],
  ['record', 'on the record'],
  ['not for attribution', 'background'],
  ['on background', 'background'],
  ['deep', 'deep background'],
  ['off record', 'off the record'],
  ['off', 'off the record'],
  ['chatham', 'Chatham House'],
  ['chatham house', 'Chatham House'],
]);

/** True when who said it must not be named to anybody else. */
export function hidesWho(rule: AttributionRule | null): boolean {
  return rule !== null && rule !== 'on the record';
}
