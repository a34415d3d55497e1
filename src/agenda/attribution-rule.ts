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

/** What is told in place of who said it, where they must not be named; null where they may. */
export function insteadOfWho(rule: AttributionRule | null): string | null {
  switch (rule) {
    case null:
    case 'on the record':
      return null;
    case 'background':
      return 'on background, not to be named';
    case 'deep background':
      return 'on deep background, not to be attributed';
    case 'off the record':
      return 'off the record';
    case 'Chatham House':
      return 'under the Chatham House Rule';
  }
}
