import { type StatusKey, statusOf } from '../agenda/status.ts';

/** What is on the day an agenda's meeting begins, or ends. */
export function meetingInWords(title: string, what: 'begins' | 'ends'): string {
  return `${title} ${what}`;
}

/** What is entered for a day to come. */
export function entryAheadInWords({
  status,
  note,
}: {
  readonly status: StatusKey;
  readonly note: string;
}): string {
  const { label } = statusOf(status);
  return note === '' ? label : `${label}: ${note}`;
}
