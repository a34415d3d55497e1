import { messagesTab } from './manifest.ts';
import type { World } from './protocol.ts';
import type { Story } from './story.ts';
import type { Slack } from './to-bot.ts';

/** The whole world, as a page that has just been opened needs it. */
export function snapshot(
  { workspace, views, manifest }: Slack,
  now: Temporal.Instant,
  story: Story | null,
): World {
  return {
    now: now.toString(),
    agendaTitle: story?.agendaTitle ?? '',
    meeting: story?.meeting ?? null,
    nextNewsOn: story?.nextNewsOn() ?? null,
    nextDigest: story?.nextDigest() ?? null,
    people: workspace.people,
    channels: workspace.channels,
    commands: manifest.features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
    })),
    shortcuts: manifest.features.shortcuts.map((one) => ({
      name: one.name,
      type: one.type,
      callbackId: one.callback_id,
    })),
    messages: workspace.messages,
    views: views.open,
    homes: workspace.homes,
    messagesTab: messagesTab(manifest),
    botOnline: workspace.botOnline,
    botHasStarted: workspace.botHasStarted,
  };
}
