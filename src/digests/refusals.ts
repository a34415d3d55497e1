/** What follows from Slack's word for why it does not take a message. */
export type Refusal =
  /** Nothing can be said there until somebody sees to it. */
  | 'place'
  /** Summit is not in the workspace any more. */
  | 'workspace'
  /** Slack does not take this message, but may take a plainer one. */
  | 'content'
  /** Only this message can't be posted. */
  | 'message';

/** What a refusal means. A word nobody knows stops nothing else. */
export function meaningOf(error: string): Refusal {
  if (WORKSPACE.has(error)) return 'workspace';
  if (CONTENT.has(error)) return 'content';
  if (THREAD.has(error)) return 'message';
  return PLACE.has(error) || error.startsWith('restricted_action') ? 'place' : 'message';
}

/** Said of a thread, and not of the place. */
const THREAD = new Set([
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
]);

const WORKSPACE = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
]);

const PLACE = new Set([
  'cannot_dm_bot',
  'channel_not_found',
  'ekm_access_denied',
  'is_archived',
  'message_limit_exceeded',
  'messages_tab_disabled',
  'missing_scope',
  'no_permission',
  'not_in_channel',
  'org_login_required',
  'team_access_not_granted',
  'team_added_to_org',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

const CONTENT = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'markdown_text_conflict',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);
