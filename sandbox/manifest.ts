import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { World } from './protocol.ts';

const manifest = z.object({
  features: z.object({
    app_home: z
      .object({
        messages_tab_enabled: z.boolean().default(true),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string(),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({
    scopes: z.object({
      bot: z.array(z.string()),
      bot_optional: z.array(z.string()).default([]),
    }),
  }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }).optional(),
  }),
});

/** What the app declares of itself: Slack offers and sends it that, and no more. */
export type Manifest = z.infer<typeof manifest>;

/** Reads the app's manifest. Throws when it isn't one. */
export function readManifest(file: string | URL): Manifest {
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What the app lets people do in their conversation with it. */
export function messagesTab({ features: { app_home: home } }: Manifest): World['messagesTab'] {
  if (!home.messages_tab_enabled) return 'none';
  return home.messages_tab_read_only_enabled ? 'read-only' : 'open';
}
