import { OPTIONAL_SCOPES, SCOPES } from '../slack/scopes.ts';
import { type Finding, fix, note, ok } from './finding.ts';

/** What a bot may do, beside what the manifest asks for. `who` begins a sentence: `The bot`. */
export function* scopeFindings(who: string, granted: readonly string[]): Generator<Finding> {
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  const needed = missing.filter((scope) => !(scope in OPTIONAL_SCOPES));
  if (needed.length > 0) {
    yield fix(
      `${who} lacks ${needed.join(', ')}: add what is missing under "OAuth & Permissions" in your app's settings, as manifest.json has it, and install the app again.`,
    );
  } else {
    yield ok(`${who} has the scopes it needs.`);
  }
  for (const [scope, without] of Object.entries(OPTIONAL_SCOPES)) {
    if (!granted.includes(scope))
      yield note(`${who} lacks ${scope}, which is optional: ${without}.`);
  }
  const extra = granted.filter((scope) => !SCOPES.some((one) => one === scope));
  if (extra.length > 0) {
    yield note(`${who} may do more than Summit asks for: ${extra.join(', ')}.`);
  }
}
