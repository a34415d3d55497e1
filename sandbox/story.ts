import type { AgendaDocument } from '../src/agenda/document.ts';
import type { IsoDate } from '../src/agenda/record.ts';
import type { ActionAnswer, Meeting, NextDigest, SandboxActions } from './protocol.ts';
import type { Clock } from '../src/clock.ts';
import type { Unasked } from './unasked.ts';

/** What goes on in the world while the sandbox is open. */
export interface Story {
  readonly agendaTitle: string;
  readonly meeting: Meeting;
  /** The next day something happens; null when the data says no more. */
  nextNewsOn(): IsoDate | null;
  /** The digest that comes next, as far as anyone looked; null while none is set up. */
  nextDigest(): NextDigest | null;
  /** Looks which digest comes next. True when it is another one. */
  lookAhead(): Promise<boolean>;
  /** Moves the clock on, records what happened meanwhile, and stops wherever Summit has something to say. */
  goOn(until: SandboxActions['next-day']['until']): Promise<ActionAnswer>;
}

export interface StoryOptions {
  readonly document: AgendaDocument;
  readonly clock: Clock;
  /** Records a document and says how many entries were new. */
  readonly record: (document: AgendaDocument, at: Temporal.Instant) => Promise<number>;
  /** Hears of each move of the clock, once what happened is recorded. */
  readonly moved: (now: Temporal.Instant) => void;
  readonly unasked: Unasked;
}

/** When in the day the sandbox opens, at the summit's place: early, so that people further east still have the same day. */
const MORNING = '06:00';

/** Lets the days of an agenda's data pass one after another. */
export function tellStory(options: StoryOptions): Story {
  const { document, clock, unasked } = options;
  const { title, timezone, start_date: startsOn, end_date: endsOn } = document.dataset;
  let digest: NextDigest | null = null;
  let isMoving = false;

  async function lookAhead(): Promise<boolean> {
    const next = await unasked.nextDigest(clock.now());
    const isAnother = next?.at !== digest?.at || next?.place !== digest?.place;
    digest = next;
    return isAnother;
  }

  return {
    agendaTitle: title,
    meeting: { startsOn, endsOn, timeZone: timezone },
    nextNewsOn: () => nextNewsAfter(document, lastMorning(document, clock.now())),
    nextDigest: () => digest,
    lookAhead,
    async goOn(until) {
      if (isMoving) return { ok: false, error: 'The clock is moving already.' };
      isMoving = true;
      try {
        await lookAhead();
        const target = targetOf(until, digest, document, clock.now());
        if (target.kind === 'none') return { ok: false, error: target.why };
        const answer = await goOnTo(target.at, options);
        await lookAhead();
        options.moved(clock.now());
        return answer;
      } finally {
        isMoving = false;
      }
    },
  };
}

type Target =
  | { readonly kind: 'moment'; readonly at: Temporal.Instant }
  | { readonly kind: 'none'; readonly why: string };

function targetOf(
  until: SandboxActions['next-day']['until'],
  digest: NextDigest | null,
  document: AgendaDocument,
  now: Temporal.Instant,
): Target {
  const today = dayOf(now, document.dataset.timezone);
  if (until === 'next-digest') {
    return digest === null
      ? { kind: 'none', why: NO_DIGEST }
      : { kind: 'moment', at: Temporal.Instant.from(digest.at) };
  }
  const news = nextNewsAfter(document, lastMorning(document, now));
  if (news === null) return { kind: 'none', why: `The data says nothing after ${today}.` };
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  return { kind: 'moment', at: morningOf(document, until === 'tomorrow' ? tomorrow : news) };
}

const NO_DIGEST = 'No digest is set up yet. Type /summit digest daily 09:00 in a channel.';

/**
 * Goes on to a moment, by way of each morning on which something happened and each moment at
 * which Summit has something to say: it is said then, and not late.
 */
async function goOnTo(target: Temporal.Instant, options: StoryOptions): Promise<ActionAnswer> {
  const { document, clock, record, moved, unasked } = options;
  let recorded = 0;
  let said = true;
  const days = daysUntil(document, clock.now(), target);
  for (let isThere = false; !isThere;) {
    const [day] = days;
    const morning = day === undefined ? null : morningOf(document, day);
    const due = said ? await unasked.nextAfter(clock.now()) : null;
    const at = earliest([morning, due, target]);
    if (day !== undefined && morning !== null && isSame(at, morning)) {
      recorded += await record(documentUntil(document, day), at);
      days.shift();
    }
    isThere = isSame(at, target);
    // What is waited for takes time, and the clock runs on meanwhile.
    if (Temporal.Instant.compare(clock.now(), at) < 0) clock.moveTo(at);
    moved(clock.now());
    if (due !== null && isSame(at, due)) said = await unasked.isSaid(due);
  }
  return { ok: true, recorded, said: said && (await unasked.isSaid(clock.now())) };
}

/** The days that begin on the way and on which something happened, and the last one that begins. */
function daysUntil(
  document: AgendaDocument,
  from: Temporal.Instant,
  target: Temporal.Instant,
): IsoDate[] {
  const [before, last] = [lastMorning(document, from), lastMorning(document, target)];
  const days: IsoDate[] = [];
  for (let day = nextNewsAfter(document, before); day !== null && day < last;) {
    days.push(day);
    day = nextNewsAfter(document, day);
  }
  return last > before ? [...days, last] : days;
}

/** The last day whose morning has come by then: what happened on it is recorded. */
function lastMorning(document: AgendaDocument, then: Temporal.Instant): IsoDate {
  const day = dayOf(then, document.dataset.timezone);
  return Temporal.Instant.compare(morningOf(document, day), then) <= 0
    ? day
    : Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}

function earliest(moments: readonly (Temporal.Instant | null)[]): Temporal.Instant {
  const [first] = moments
    .filter((moment) => moment !== null)
    .toSorted((one, other) => Temporal.Instant.compare(one, other));
  if (first === undefined) throw new Error('There is no moment to go on to');
  return first;
}

function isSame(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) === 0;
}

function dayOf(moment: Temporal.Instant, timeZone: string): IsoDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate().toString();
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
