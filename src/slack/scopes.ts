/** What Summit asks to be allowed where it is installed, as `manifest.json` has it. */
export const SCOPES = [
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
] as const;

/** What is not there without one of those that can be left out. */
export const OPTIONAL_SCOPES: Readonly<Record<string, string>> = {
  'channels:history':
    'a digest whose sending ended in silence is not looked for, and not posted again',
  'groups:history': 'the same in private channels',
  'groups:read': 'nothing is posted in private channels',
  'usergroups:read': 'roles given to user groups count for nobody',
};
