import type { AgendaDocument } from '../src/agenda/document.ts';
import type { IsoDate } from '../src/agenda/record.ts';
import type { ActionAnswer, Meeting, SandboxActions } from './protocol.ts';
import type { StoryClock } from './story-clock.ts';

/** What goes on in the world while the sandbox is open. */
export interface Story {
  readonly agendaTitle: string;
  readonly meeting: Meeting;
  /** The next day something happens; null when the data says no more. */
  nextNewsOn(): IsoDate | null;
  /** Moves the clock on and records what happened meanwhile. */
  goOn(until: SandboxActions['next-day']['until']): Promise<ActionAnswer>;
}

export interface StoryOptions {
  readonly document: AgendaDocument;
  readonly clock: StoryClock;
  /** Records a document and says how many entries were new. */
  readonly record: (document: AgendaDocument, at: Temporal.Instant) => Promise<number>;
  /** Hears of each move of the clock, once what happened is recorded. */
  readonly moved: (now: Temporal.Instant) => void;
}

/** When in the day the sandbox opens, at the summit's place: early, so that people further east still have the same day. */
const MORNING = '06:00';

/** Lets the days of an agenda's data pass one after another. */
export function tellStory({ document, clock, record, moved }: StoryOptions): Story {
  const { title, timezone, start_date: startsOn, end_date: endsOn } = document.dataset;
  const today = (): IsoDate => clock.now().toZonedDateTimeISO(timezone).toPlainDate().toString();

  return {
    agendaTitle: title,
    meeting: { startsOn, endsOn, timeZone: timezone },
    nextNewsOn: () => nextNewsAfter(document, today()),
    async goOn(until) {
      const news = nextNewsAfter(document, today());
      if (news === null) {
        return { ok: false, error: `The data says nothing after ${today()}.` };
      }
      const tomorrow = Temporal.PlainDate.from(today()).add({ days: 1 }).toString();
      const day = until === 'tomorrow' ? tomorrow : news;
      const at = morningOf(document, day);
      const recorded = await record(documentUntil(document, day), at);
      clock.moveTo(at);
      moved(clock.now());
      return { ok: true, recorded };
    },
  };
}

/** The moment the sandbox opens on a day. */
export function morningOf({ dataset }: AgendaDocument, day: IsoDate): Temporal.Instant {
  return Temporal.PlainDateTime.from(`${day}T${MORNING}`)
    .toZonedDateTime(dataset.timezone)
    .toInstant();
}

/** The document as it stood on a day: what happened later is not in it, and it runs to that day. */
export function documentUntil(document: AgendaDocument, day: IsoDate): AgendaDocument {
  const { dataset } = document;
  const coveredTo = day < dataset.coverage_end ? day : dataset.coverage_end;
  return {
    ...document,
    dataset: { ...dataset, coverage_end: coveredTo },
    issues: document.issues.map((issue) => ({
      ...issue,
      history: issue.history.filter(({ date }) => date <= day),
    })),
  };
}

function nextNewsAfter({ issues }: AgendaDocument, day: IsoDate): IsoDate | null {
  const later = issues
    .flatMap(({ history }) => history.map(({ date }) => date))
    .filter((date) => date > day);
  return later.length === 0 ? null : later.reduce((first, date) => (date < first ? date : first));
}
