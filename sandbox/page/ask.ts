import type { ActionAnswer, SandboxActions } from '../protocol.ts';

/** Asks the sandbox to do something for the person at the page. */
export async function ask<Action extends keyof SandboxActions>(
  action: Action,
  body: SandboxActions[Action],
): Promise<ActionAnswer> {
  try {
    const response = await fetch(`/sandbox/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as ActionAnswer;
  } catch {
    return { ok: false, error: 'The sandbox does not answer. Is it still running?' };
  }
}
