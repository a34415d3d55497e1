import { closeDatabase, openDatabase } from '../db/open.ts';
import { USUAL_CHOICES } from '../src/agenda/digest.ts';
import { addDays } from '../src/agenda/days.ts';
import type { AgendaDocument } from '../src/agenda/document.ts';
import { setDigest } from '../src/changes/set-digest.ts';
import { composeDigest } from '../src/digests/compose.ts';
import type { GalleryMessage } from './gallery.ts';
import { TEAM } from './people.ts';
import { recordDocument } from './record-document.ts';
import { documentUntil, morningOf } from './story.ts';

/** Days around the summit that are recorded as they go by, counted from its first. */
const DAYS = [-1, 0, 1, 2];

/** The first digest of a channel, with the thread below it: what the summit brought. */
export async function galleryDigests(document: AgendaDocument): Promise<GalleryMessage[]> {
  const { start_date: opens, timezone: timeZone } = document.dataset;
  const db = await openDatabase('sqlite::memory:');
  try {
    const days = DAYS.map((count) => addDays(opens, count));
    for (const day of days) {
      await recordDocument(db, documentUntil(document, day), morningOf(document, day));
    }
    // It comes on the first and on the last of them: so the last one tells all that is between.
    const [before = opens, localDate = opens] = [days[0], days.at(-1)];
    const at = morningOf(document, localDate).add({ hours: 2 });
    const weekdays = [before, localDate].map((day) => Temporal.PlainDate.from(day).dayOfWeek);
    const { digest } = await setDigest(
      db,
      {
        teamId: TEAM.id,
        place: 'C0GALLERY',
        schedule: { every: 'week', days: weekdays.toSorted(), times: ['08:00'], timeZone },
        choices: USUAL_CHOICES,
      },
      { by: 'U0ALICE', at: at.subtract({ hours: 24 }), inputId: null, deed: 'digest' },
    );
    const slot = { at, kind: 'due', localDate, isLate: false, isFirst: true } as const;
    const composed = await composeDigest(db, { digest, slot, now: at });
    const parts = composed.kind === 'say' ? composed.parts : [];
    return parts.flatMap(({ message, plain }, place) => [
      { title: place === 0 ? 'A digest' : 'In the thread of a digest', say: 'digest', message },
      ...(plain === null
        ? []
        : [{ title: 'The same where no charts are drawn', say: 'digest', message: plain }]),
    ]);
  } finally {
    await closeDatabase(db);
  }
}
