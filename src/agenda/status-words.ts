import { STATUSES, type StatusKey } from './status.ts';

/** What people call several statuses at once. */
export const STATUS_GROUPS = {
  Moving: ['in-talks', 'agreed-in-principle', 'on-agenda', 'proposed'],
  Agreed: ['agreed', 'implementing', 'fulfilled'],
  Stuck: ['stalled', 'suspended', 'off-table'],
} as const satisfies Readonly<Record<string, readonly StatusKey[]>>;

/**
 * Other words people type for a status, in lower case with spaces for hyphens, parted by commas; no
 * word stands twice. Left out, as they say two things: tabled, confirmed, shelved, closed, under way, no change.
 */
const SYNONYMS: Readonly<Record<StatusKey, string>> = {
  proposed: 'raised, requested, suggested, put forward, floated, asked for',
  'on-agenda':
    'on agenda, planned, expected, scheduled, to be discussed, up for discussion, on the programme, on the program',
  'in-talks': `under discussion, in discussion, in discussions, being discussed, discussed, discussing, discussions,
    consulting, in consultation, in consultations, consultations, negotiating, in negotiation, in negotiations,
    under negotiation, being negotiated, negotiations, talks, talking, in talk, talks under way, talks underway,
    talks ongoing, ongoing talks, talks resumed`,
  'agreed-in-principle': `finalising, finalizing, being finalised, being finalized, near final, tentative deal,
    agreement in principle, deal in principle, in principle, tentative agreement, provisional agreement, provisional deal,
    preliminary agreement, preliminary deal, tentatively agreed, provisionally agreed, almost agreed, nearly agreed,
    initialled, initialed`,
  agreed: `announced, signed, adopted, done deal, deal done, deal reached, agreement reached, ratified, concluded, finalised,
    finalized, approved, endorsed, settled, sealed, agree, agrees`,
  implementing: `in progress, rolling out, being rolled out, rolled out, rollout, implemented, being implemented, implement,
    implementation, under implementation, in implementation, carrying out, in force, in effect, entered into force,
    came into force, partly implemented, partially implemented, partly fulfilled, partially fulfilled, partly kept`,
  fulfilled: `complied, delivered, complete, completed, kept, done, carried out, fully implemented, fully carried out,
    honoured, honored, accomplished, finished, fulfiled`,
  stalled: `deadlocked, deadlock, in deadlock, no progress, blocked, not moving, stalling, stalemate, impasse,
    at an impasse, at impasse, gridlock, gridlocked, logjam, bogged down, going nowhere, standstill, at a standstill,
    no breakthrough, raised without result, no headway, making no progress`,
  suspended: `frozen, on hold, put on hold, paused, cut off, halted, on ice, put on ice, broken off, interrupted,
    postponed, deferred, in abeyance`,
  'off-table': `withdrawn, dropped, rejected, off table, taken off the table, not on the table, off the agenda,
    not on the agenda, ruled out, abandoned, scrapped, cancelled, canceled, called off, turned down, refused, vetoed`,
};

/** What Slack calls the emoji of each status, without the colons. */
const SLACK_CODES: Readonly<Record<StatusKey, readonly string[]>> = {
  proposed: ['bulb'],
  'on-agenda': ['clipboard'],
  'in-talks': ['speech_balloon'],
  'agreed-in-principle': ['writing_hand'],
  agreed: ['handshake'],
  implementing: ['construction'],
  fulfilled: ['checkered_flag'],
  stalled: ['hourglass_flowing_sand'],
  suspended: ['double_vertical_bar', 'pause_button'],
  'off-table': ['no_entry_sign'],
};

const byWord = new Map<string, readonly StatusKey[]>([
  ...Object.entries(STATUS_GROUPS).map(([name, keys]) => [name.toLowerCase(), keys] as const),
  ...STATUSES.flatMap(({ key, label, emoji }) =>
    [
      key,
      label,
      emoji,
      ...SYNONYMS[key].split(','),
      ...SLACK_CODES[key].map((code) => `:${code}:`),
    ].map((word) => [plain(word), [key]] as const),
  ),
]);

/** The statuses a word or several, parted by commas, stand for. Null when one of them stands for none. */
export function readStatuses(typed: string): readonly StatusKey[] | null {
  const found = typed.split(',').map((word) => byWord.get(plain(word)));
  return found.some((keys) => keys === undefined)
    ? null
    : [...new Set(found.flatMap((keys) => keys ?? []))];
}

/** The one status a word or a few stand for: `deadlocked`, `on hold`, `:handshake:`. Null for none or several. */
export function readStatus(typed: string): StatusKey | null {
  if (typed.length > LONGEST) return null;
  const [status, ...others] = byWord.get(plain(typed)) ?? [];
  return status === undefined || others.length > 0 ? null : status;
}

const LONGEST = 80;

/** A word as it is compared: dashes are spaces, and an emoji has no colour or style. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/:skin-tone-\d:|\p{Emoji_Modifier}|\uFE0F/gu, '')
    .replaceAll(/[\p{Pd}\s]+/gu, ' ')
    .trim();
}
