import { allCommands, answer } from '../commands/index.ts';
import { closeDatabase, type Db, openDatabase } from '../db/open.ts';
import type { AgendaDocument } from '../src/agenda/document.ts';
import type { IsoDate } from '../src/agenda/record.ts';
import { failure } from '../src/messages/failure.ts';
import type { Message } from '../src/messages/message.ts';
import { galleryDigests } from './gallery-digests.ts';
import { galleryDirect } from './gallery-direct.ts';
import { TEAM } from './people.ts';
import { recordDocument } from './record-document.ts';
import { documentUntil, morningOf } from './story.ts';

/** One thing Summit can say, and what to type to hear it. */
export interface GalleryMessage {
  readonly title: string;
  readonly say: string;
  readonly message: Message;
}

/** What isn't among the commands' own examples: the other ways an answer can turn out. */
const TURNS: readonly { readonly title: string; readonly say: string }[] = [
  { title: 'Nothing typed', say: '' },
  { title: 'The agenda at a glance', say: 'status' },
  { title: 'An issue without the word status', say: 'fentanyl' },
  { title: 'Several issues fit', say: 'status hotline' },
  { title: 'No issue fits', say: 'status iraq' },
  { title: 'Not yet on the agenda', say: 'status ai as-of:2023-11-14' },
  { title: 'A day that is none', say: 'status fentanyl as-of:yesteryear' },
  { title: 'Nothing fits the filters', say: 'list status:off-table party:nobody' },
  { title: 'A filter that is none', say: 'list status:purple' },
  { title: 'What changed over the summit', say: 'changes since:2023-11-15 until:2023-11-21' },
  { title: 'Nothing changed', say: 'changes since:2020-01-01 until:2020-01-02' },
  { title: 'Words found in the record', say: 'search precursor' },
  { title: 'Words found nowhere', say: 'search zeppelin' },
  { title: 'Nothing to search for', say: 'search' },
  { title: 'No agenda of that name', say: 'agenda atlantis' },
  { title: 'Help with a word that is none', say: 'help statsu' },
  { title: 'Nonsense', say: 'qwertyuiop' },
  { title: 'Close to a command', say: 'chnages since:2023-11-15' },
];

const EXAMPLE_CODE = 'H7KM-2Q';

/** Every message Summit can say, said by the real commands on the whole example, when its last news came. */
export async function makeGallery(document: AgendaDocument): Promise<GalleryMessage[]> {
  const full = await openDatabase('sqlite::memory:');
  const empty = await openDatabase('sqlite::memory:');
  try {
    await recordDocument(full, documentUntil(document, lastDayIn(document)), lastNewsIn(document));
    const messages: GalleryMessage[] = [];
    for (const { title, say } of [...TURNS, ...commandExamples()]) {
      messages.push({ title, say, message: await hear(full, document, say) });
    }
    return [
      ...messages,
      ...(await galleryDigests(document)),
      ...(await galleryDirect(full, document.dataset.id, lastNewsIn(document))),
      {
        title: 'Nothing recorded yet',
        say: 'status',
        message: await hear(empty, document, 'status'),
      },
      { title: 'Something broke', say: 'status fentanyl', message: failure(EXAMPLE_CODE) },
    ];
  } finally {
    await closeDatabase(full);
    await closeDatabase(empty);
  }
}

function commandExamples(): { readonly title: string; readonly say: string }[] {
  const taken = new Set(TURNS.map(({ say }) => say));
  return allCommands.flatMap(({ summary, examples }) =>
    examples.filter((say) => !taken.has(say)).map((say) => ({ title: summary, say })),
  );
}

async function hear(db: Db, document: AgendaDocument, text: string): Promise<Message> {
  const { message } = await answer({
    text,
    who: { id: 'U0GALLERY', timeZone: document.dataset.timezone },
    where: { teamId: TEAM.id, channelId: 'C0GALLERY' },
    now: lastNewsIn(document),
    db,
    inputId: null,
  });
  return message;
}

function lastNewsIn(document: AgendaDocument): Temporal.Instant {
  return morningOf(document, lastDayIn(document));
}

function lastDayIn({ issues, dataset }: AgendaDocument): IsoDate {
  const days = issues.flatMap(({ history }) => history.map(({ date }) => date));
  return days.toSorted().at(-1) ?? dataset.as_of;
}
