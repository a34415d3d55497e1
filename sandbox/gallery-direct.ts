import { findKeptCard } from '../db/cards.ts';
import type { Db } from '../db/open.ts';
import { entryWanted } from '../src/messages/nudges.ts';
import { reminderDue } from '../src/messages/reminders.ts';
import { watchNews } from '../src/messages/watch-news.ts';
import type { GalleryMessage } from './gallery.ts';

const KEY = 'fentanyl';

/** What Summit tells someone alone without being asked, of an issue on record. */
export async function galleryDirect(
  db: Db,
  agendaId: string,
  now: Temporal.Instant,
): Promise<GalleryMessage[]> {
  const card = await findKeptCard(db, agendaId, KEY);
  const [last, before] = card?.entries ?? [];
  if (card === null || last === undefined || before === undefined) return [];
  const issue = { key: KEY, title: card.title };
  const alike = { ...issue, last, elsewhere: null };
  const dueAt = now.toString();
  const moved = {
    ...issue,
    from: before.status,
    to: last.status,
    entry: last,
    action: 'update',
    by: 'U0BOB',
    because: null,
    elsewhere: null,
  } as const;
  return [
    { title: 'A watched issue moved', say: `watch ${KEY}`, message: watchNews([moved]) },
    {
      title: 'A reminder that is due',
      say: `remind ${KEY} in 3 days call the ministry`,
      message: reminderDue({
        ...alike,
        issue,
        now,
        reminder: { key: KEY, dueAt, note: 'call the ministry' },
      }),
    },
    {
      title: 'An entry that is due',
      say: `remind ${KEY} every 14 days`,
      message: entryWanted({ ...alike, days: 14 }),
    },
  ];
}
