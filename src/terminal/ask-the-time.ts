const WITHIN = 8_000;

/** What came of asking Slack what time it is. */
export type TimeAtSlack =
  /** Whole seconds, by which Slack's clock is ahead of this machine's; null when Slack told no time. */
  | { readonly kind: 'told'; readonly secondsAhead: number | null }
  | { readonly kind: 'silent'; readonly why: string }
  /** Something answered that isn't Slack. */
  | { readonly kind: 'somebody else'; readonly why: string };

/** Asks the Web API at an address without a token. */
export async function askTheTime(slackApiUrl: string): Promise<TimeAtSlack> {
  let answer: Response;
  let text: string;
  const asked = Date.now();
  try {
    answer = await fetch(new URL('api.test', slackApiUrl), {
      method: 'POST',
      signal: AbortSignal.timeout(WITHIN),
    });
    text = await answer.text();
  } catch (error) {
    return { kind: 'silent', why: nameOf(error) };
  }
  const answered = Date.now();
  if (!isOfSlack(text)) return { kind: 'somebody else', why: `status ${answer.status}` };
  const told = Date.parse(answer.headers.get('date') ?? '');
  // The header tells whole seconds, begun on average half a one before.
  const ahead = told + 500 - (asked + answered) / 2;
  return {
    kind: 'told',
    secondsAhead: Number.isNaN(told) ? null : Math.round(ahead / 1000),
  };
}

function isOfSlack(text: string): boolean {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null && 'ok' in said;
  } catch {
    return false;
  }
}

/** Node's name for what went wrong, the innermost. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (inner instanceof Error) return nameOf(inner);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
