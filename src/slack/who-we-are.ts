import { type AuthTestResponse, WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Answers of Slack that may be gone a moment later. Any other refusal is for good. */
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
]);

/** Who Slack says Summit is. */
export type WhoWeAre =
  | { readonly kind: 'known'; readonly answer: AuthTestResponse }
  /** Slack does not know the token: its word for that. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Slack can't be reached, or can't tell now. */
  | { readonly kind: 'silent'; readonly error: unknown };

/** Asks Slack once whether it knows Summit. */
export async function askWhoWeAre(slack: WebClient): Promise<WhoWeAre> {
  try {
    return { kind: 'known', answer: await slack.auth.test() };
  } catch (error) {
    const refusal = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (refusal === null || isPassing(refusal)) return { kind: 'silent', error };
    return { kind: 'refused', error: refusal };
  }
}

/** True of a refusal that may be gone a moment later. */
export function isPassing(refusal: string): boolean {
  return PASSING.has(refusal);
}
