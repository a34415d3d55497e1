/** Why nothing can be said in a place, and what has to be done first; the reason is Slack's own word. */
export interface PauseReason {
  /** A whole sentence. */
  readonly why: string;
  /** What to do, as the beginning of a sentence. */
  readonly remedy: string;
}

/** Slack's word in words of people. One nobody foresaw is named as it is. */
export function pauseReason(because: string): PauseReason {
  return REASONS[because] ?? reasonLike(because);
}

function reasonLike(because: string): PauseReason {
  if (because.startsWith('restricted_action') || because.endsWith('_thread_locked')) {
    return RESTRICTED;
  }
  return { why: `Slack refused its messages (${because.slice(0, 60)}).`, remedy: 'Mend that' };
}

const RESTRICTED: PauseReason = {
  why: 'Summit may not post in the channel.',
  remedy: 'Ask an admin to let it post there',
};

const NOT_THERE: PauseReason = {
  why: 'Summit is not in the channel.',
  remedy: 'Type /invite @Summit in the channel',
};

const NOBODY: PauseReason = {
  why: 'Slack lets nobody write to this person.',
  remedy: 'Have the account back first',
};

const ORGANISATION: PauseReason = {
  why: 'The organisation does not let Summit post in this workspace.',
  remedy: 'Ask its admin to allow it',
};

const REASONS: Readonly<Record<string, PauseReason>> = {
  not_in_channel: NOT_THERE,
  channel_not_found: NOT_THERE,
  channel_left: NOT_THERE,
  is_archived: { why: 'The channel is archived.', remedy: 'Unarchive it' },
  no_permission: RESTRICTED,
  message_limit_exceeded: {
    why: 'The workspace has reached the limit of messages of its plan.',
    remedy: 'Raise that',
  },
  unplannable: {
    why: 'When it comes next could not be worked out.',
    remedy: 'Say anew when it comes',
  },
  missing_scope: {
    why: 'Summit lacks a permission in this workspace.',
    remedy: 'Ask an admin to install it again',
  },
  messages_tab_disabled: {
    why: 'Direct messages with Summit are turned off.',
    remedy: 'Ask an admin to turn on its Messages tab',
  },
  org_login_required: ORGANISATION,
  team_access_not_granted: ORGANISATION,
  team_added_to_org: ORGANISATION,
  ekm_access_denied: ORGANISATION,
  user_not_found: NOBODY,
  user_not_visible: NOBODY,
  user_disabled: NOBODY,
  cannot_dm_bot: NOBODY,
};
