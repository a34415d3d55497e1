import type { AuthorizeResult, Context } from '@slack/bolt';
import type { Credentials, Workspace } from './credentials.ts';
import type { Desk, House } from './desk.ts';
import type { InHand } from './in-hand.ts';
import type { PerWorkspace } from './per-workspace.ts';

/** Where everything that Slack sends arrives, before it is known from which workspace. */
export interface Hall extends House {
  readonly slackApiUrl: string;
  readonly inHand: InHand;
  readonly credentials: Credentials;
  readonly desks: PerWorkspace<Desk>;
}

/** Slack sent something from where Summit isn't installed: it may be on its way still after a removal. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/** Finds the desk for what Slack sent from a workspace. Bolt is given no token: desks speak for themselves. */
export async function admit({ desks }: Hall, workspace: Workspace): Promise<AuthorizeResult> {
  const found = await desks.of(workspace);
  if (found === null) throw new NotInstalled('Summit is not installed there');
  return { ...found.identity, [DESK]: found.made };
}

/** The desk of the workspace that Slack signed for. */
export function deskIn({ context }: { readonly context: Context }): Desk {
  const desk: unknown = context[DESK];
  if (desk === undefined) throw new Error('Nobody was admitted');
  return desk as Desk;
}

const DESK = 'desk';
