import type { z } from 'zod';

/** One thing wrong with what an app sent, and where. */
export interface Fault {
  /** JSON pointer into what was checked: `/blocks/0/text/text`. */
  readonly pointer: string;
  readonly reason: string;
  /** The error code Slack answers with for it. */
  readonly code: FaultCode;
}

export type FaultCode =
  | 'invalid_blocks'
  | 'msg_blocks_too_long'
  | 'msg_too_long'
  | 'no_text'
  | 'view_too_large';

/** What Slack puts in `response_metadata.messages` for a fault. */
export function describeFault({ pointer, reason }: Fault): string {
  return `[ERROR] ${reason} [json-pointer:${pointer}]`;
}

/** Turns the checker's findings into Slack's words. */
export function faultsOf(error: z.ZodError | undefined): Fault[] {
  return (error?.issues ?? []).flatMap((issue) =>
    reasonsFor(issue).map((reason) => ({
      pointer: pointerTo(issue.path),
      reason,
      code: 'invalid_blocks',
    })),
  );
}

/** A JSON pointer; `~` and `/` inside a name are escaped as the standard says. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function reasonsFor(issue: z.core.$ZodIssue): string[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key}`);
    case 'too_big':
      return [
        issue.origin === 'string'
          ? `must be less than ${Number(issue.maximum) + 1} characters`
          : `no more than ${issue.maximum} ${issue.origin === 'array' ? 'items ' : ''}allowed`,
      ];
    case 'too_small':
      return [
        issue.origin === 'string'
          ? `must be more than ${Number(issue.minimum) - 1} characters`
          : `no fewer than ${issue.minimum} ${issue.origin === 'array' ? 'items ' : ''}allowed`,
      ];
    case 'invalid_union':
      return [
        issue.errors.length === 0
          ? 'missing or unsupported type'
          : 'failed to match all allowed schemas',
      ];
    case 'invalid_type':
      return [`must provide ${article(issue.expected)}`];
    default:
      return [issue.message];
  }
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
