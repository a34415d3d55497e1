import { z } from 'zod';
import type { SandboxActions } from './protocol.ts';

const element = z.record(z.string(), z.unknown());
const state = z.record(z.string(), element);
const press = {
  userId: z.string(),
  channelId: z.string().exactOptional(),
  messageTs: z.string().exactOptional(),
  viewId: z.string().exactOptional(),
  blockId: z.string(),
  actionId: z.string(),
  element,
  state: state.exactOptional(),
};

/** What the page must send with each action. */
const BODIES: { readonly [Name in keyof SandboxActions]: z.ZodType<SandboxActions[Name]> } = {
  say: z.object({
    userId: z.string(),
    channelId: z.string(),
    text: z.string(),
    threadTs: z.string().exactOptional(),
  }),
  press: z.object(press),
  'submit-view': z.object({ userId: z.string(), viewId: z.string(), state }),
  'close-view': z.object({ userId: z.string(), viewId: z.string() }),
  shortcut: z.object({
    userId: z.string(),
    callbackId: z.string(),
    channelId: z.string().exactOptional(),
    messageTs: z.string().exactOptional(),
  }),
  options: z.object({ ...press, value: z.string() }),
  'open-home': z.object({ userId: z.string() }),
  'next-day': z.object({ until: z.enum(['tomorrow', 'next-news', 'next-digest']) }),
};

/** One sentence on what is wrong with a body, or null when the action can take it. */
export function bodyTrouble(name: keyof SandboxActions, body: unknown): string | null {
  const [issue] = BODIES[name].safeParse(body).error?.issues ?? [];
  if (issue === undefined) return null;
  const where = issue.path.length === 0 ? 'The body' : `\`${issue.path.join('.')}\``;
  return `${where} is not what \`${name}\` takes: ${issue.message}.`;
}
