import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../../commands/index.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../../src/slack/scopes.ts';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));
const source = ['src/slack/app.ts', 'src/slack/lifecycle.ts']
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

describe('the manifest', () => {
  test('stays within the lengths Slack takes', () => {
    const { display_information: display, features } = manifest;
    const [command] = features.slash_commands;
    const { background_color: color, long_description: long } = display;
    expect(display.name.length).toBeLessThanOrEqual(35);
    expect(display.description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(175);
    expect(long.length).toBeLessThanOrEqual(4000);
    expect(color).toMatch(/^#[0-9a-f]{6}$/);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
    expect(command.command.length).toBeLessThanOrEqual(32);
    expect(command.description.length).toBeLessThanOrEqual(2000);
    expect(command.usage_hint.length).toBeLessThanOrEqual(1000);
  });

  test('names in its descriptions only what Summit understands, and what it says unasked', () => {
    const { display_information: display, features } = manifest;
    const hint: string = features.slash_commands[0].usage_hint;
    const typed = String(display.long_description).matchAll(/\/summit (\w+)/g);
    const hinted = hint.split(' | ').map((one) => one.split(' ')[0] ?? '');
    const described = [...typed].map(([, word]) => word ?? '');
    const known = allCommands.map(({ name }) => name);
    expect([...hinted, ...described].filter((word) => !known.includes(word))).toEqual([]);
    expect(hinted).toEqual(expect.arrayContaining(['digest', 'remind']));
    expect(described).toEqual(expect.arrayContaining(['digest', 'remind']));
  });

  test('declares the commands and events that Summit listens to, and no others', () => {
    const commands = manifest.features.slash_commands.map(
      (one: { command: string }) => one.command,
    );
    expect(commands).toEqual(listenedTo('command'));
    // Of messages Summit hears those that are written to it alone.
    const events = listenedTo('event').map((name) => (name === 'message' ? 'message.im' : name));
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(events.toSorted());
  });

  test('offers the shortcuts that Summit answers, and no others, within the lengths Slack takes', () => {
    const { shortcuts } = manifest.features as { shortcuts: Shortcut[] };
    const answered = source.matchAll(
      /app\.shortcut<\w+>\(\{ type: '(\w+)', callback_id: '([^']+)' \}/g,
    );
    const types = { shortcut: 'global', message_action: 'message' };
    expect(shortcuts.map(({ type, callback_id: id }) => [type, id])).toEqual(
      [...answered].map(([, type, id]) => [types[type as keyof typeof types], id]),
    );
    for (const { name, description } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });

  test('has Slack name people and channels by their ids in what they type', () => {
    for (const command of manifest.features.slash_commands)
      expect(command.should_escape).toBe(true);
  });

  test('asks for no more than Summit uses', () => {
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect(bot).toEqual([
      'app_mentions:read',
      'channels:history',
      'channels:read',
      'chat:write',
      'commands',
      'groups:history',
      'groups:read',
      'im:history',
      'im:write',
      'usergroups:read',
      'users:read',
    ]);
    expect(optional).toEqual([
      'channels:history',
      'groups:history',
      'groups:read',
      'usergroups:read',
    ]);
  });

  test('asks for the same where it is installed by OAuth, and comes back to where Summit listens', () => {
    const { scopes, redirect_urls: addresses } = manifest.oauth_config;
    expect(scopes.bot).toEqual([...SCOPES]);
    expect(scopes.bot_optional).toEqual(Object.keys(OPTIONAL_SCOPES));
    expect(addresses).toEqual(['https://example.com/slack/oauth_redirect']);
    // A token from the settings page would expire, and Summit could not refresh it.
    expect(manifest.settings.token_rotation_enabled).toBe(false);
    expect(manifest.settings.org_deploy_enabled).toBe(true);
  });

  test('the README says what each scope is for', () => {
    const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `([a-z_]+(?::[a-z_]+)?)` \|/gm);
    const explained = [...rows].map(([, scope]) => scope);
    expect(explained.toSorted()).toEqual(manifest.oauth_config.scopes.bot);
  });

  test('the README says which of them can be left out', () => {
    const rows = readFileSync('README.md', 'utf8').matchAll(
      /^\| `([a-z_]+:[a-z_]+)` \| optional: /gm,
    );
    const optional = [...rows].map(([, scope]) => scope);
    expect(optional.toSorted()).toEqual(manifest.oauth_config.scopes.bot_optional);
  });

  test('lets people write to Summit, which answers', () => {
    expect(manifest.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('sends everything to the one door', () => {
    const { settings, features } = manifest;
    const addresses = [
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      settings.interactivity.message_menu_options_url,
      ...features.slash_commands.map((one: { url: string }) => one.url),
    ];
    expect(new Set(addresses)).toEqual(new Set(['https://example.com/slack/events']));
  });
});

interface Shortcut {
  readonly type: string;
  readonly name: string;
  readonly callback_id: string;
  readonly description: string;
}

function listenedTo(kind: 'command' | 'event'): string[] {
  return [...source.matchAll(new RegExp(`app\\.${kind}\\('([^']+)'`, 'g'))].map(
    ([, name]) => name ?? '',
  );
}
