import type { Message } from './message.ts';

/** What keeps Summit from its record, when someone can do something about it. */
export type Trouble =
  | 'damaged'
  | 'disk-failed'
  | 'disk-full'
  | 'locked'
  | 'no-database'
  | 'not-a-file'
  | 'not-allowed'
  | 'not-writable'
  | 'unreachable';

/** There is no answer because something broke. The log has the same code. */
export function failure(code: string, trouble: Trouble | null = null): Message {
  const text =
    trouble === null
      ? `Something went wrong on our side, please try again. Code ${code}.`
      : `${IN_WORDS[trouble]} Code ${code}.`;
  return plainly(text);
}

/** What is restricted can't be shown, because the log can't be told. A change was made before that. */
export function notNoted(code: string): Message {
  return plainly(
    `Summit can't note who sees this, so it can't be shown. If you asked for a change, it may be made: look again in a minute. Code ${code}.`,
  );
}

function plainly(text: string): Message {
  return { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] };
}

/** For people in Slack, who can't do it themselves: no path, and whom to turn to. */
const IN_WORDS: Readonly<Record<Trouble, string>> = {
  damaged:
    "Summit can't read its record: the file is damaged. Nothing was changed. Whoever runs Summit has to restore a backup.",
  'disk-failed':
    "Summit can't use its record: the disk it is on fails. Nothing was changed. Whoever runs Summit has to look at the disk.",
  'disk-full':
    "Summit can't write just now: its disk is full. Nothing was changed. Whoever runs Summit has to make room; then say it again.",
  locked:
    "Summit can't write just now: another program holds its record. Nothing was changed. Say it again in a minute.",
  'no-database':
    "Summit can't open its record: its database is not there. Nothing was changed. Whoever runs Summit has to put it back.",
  'not-a-file':
    "Summit can't open its record: the file is not where it was. Nothing was changed. Whoever runs Summit has to put it back.",
  'not-allowed':
    "Summit can't open its record: its database does not let it in. Nothing was changed. Whoever runs Summit has to mend its password.",
  'not-writable':
    "Summit can't write: it may only read its record. Nothing was changed. Whoever runs Summit has to give it leave to write; then say it again.",
  unreachable:
    "Summit can't reach its record just now. If you asked for a change, it may be made: look again in a minute. Whoever runs Summit has to look at its database if it stays so.",
};
