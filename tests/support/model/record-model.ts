import { isDeepStrictEqual } from 'node:util';
import { isUsualMove } from '../../../src/agenda/transitions.ts';
import { factsAfter } from './facts-after.ts';
import { dayInWords, labelOf, titleOf } from './in-words.ts';
import {
  alsoSaying,
  type FiledEntry,
  isUnsourced,
  type ModelAsked,
  type ModelEntry,
  type ModelFacts,
  type ModelSource,
  saysTheSame,
  type Told,
} from './paper.ts';
import { FILED_KEYS, type IssueKey, ISSUE_KEYS, type Request } from './requests.ts';

interface Change {
  readonly at: number;
  readonly by: string;
  readonly issue: IssueKey;
  readonly line: number;
  readonly what:
    | { readonly kind: 'issue' }
    | { readonly kind: 'entry'; readonly entry: ModelEntry; readonly replaced: ModelEntry | null }
    | { readonly kind: 'withdrawal'; readonly entry: ModelEntry }
    | { readonly kind: 'facts'; readonly before: ModelFacts; readonly after: ModelFacts };
  isUndone: boolean;
}

interface LastChange {
  readonly revision: number;
  readonly by: string;
  readonly at: number;
}

const FIVE_MINUTES = 300_000;
const TEN_MINUTES = 600_000;
const NOTHING: ModelFacts = { aliases: [], positions: [], owners: [], desk: [] };

/** The record as a person would keep it on paper: what each request does to it, and what is answered. */
export class RecordModel {
  readonly entries: ModelEntry[] = [];
  readonly sources = new Map<string, ModelSource>();
  readonly facts = new Map<IssueKey, ModelFacts>(ISSUE_KEYS.map((key) => [key, NOTHING]));
  readonly lastChanges = new Map<IssueKey, LastChange>();
  /** How many changes of each issue there are. */
  readonly revisions = new Map<IssueKey, number>();
  /** The last line of the log. */
  line = 0;
  readonly #changes: Change[] = [];
  readonly #lines: Pick<Change, 'by' | 'issue' | 'line'>[] = [];
  readonly #inputs = new Set<string>();
  readonly #issues = new Set<IssueKey>(FILED_KEYS);

  /** Issues on the agenda, in its order. */
  issues(): IssueKey[] {
    return ISSUE_KEYS.filter((key) => this.#issues.has(key));
  }

  /** The entries of an issue that count, the latest first. */
  counting(issue: IssueKey): ModelEntry[] {
    return this.entries
      .filter((entry) => entry.issue === issue && entry.end === null && !entry.isGone)
      .toSorted((one, other) => (one.date < other.date ? 1 : -1));
  }

  answer(request: Request, asked: ModelAsked): Told {
    if (request.kind === 'undo') return this.#undo(asked);
    if (request.kind === 'add') return this.#add(request, asked);
    return this.#issues.has(request.issue) ? this.#aboutIssue(request, asked) : told('no issue');
  }

  #aboutIssue(request: IssueRequest, asked: ModelAsked): Told {
    switch (request.kind) {
      case 'entry':
        if ((request.day ?? asked.today) > asked.today) return told('still to come');
        return this.#unlessHindered(request, asked, () => this.#addEntry(request, asked));
      case 'source':
        return this.#addSource(request, asked);
      case 'withdraw':
        return this.#withdraw(request, asked);
      case 'alias':
      case 'desk':
      case 'official':
      case 'position': {
        const change = factsAfter(request, this.#factsOf(request.issue), asked.at);
        return change === null
          ? told('unknown name', 'does not answer to')
          : this.#setFacts(request, asked, change);
      }
    }
  }

  /**
   * What importing a file does to an issue. What people have withdrawn or replaced here does not
   * come back, and names, positions and owners are as the file had them at first, so no news.
   */
  import(key: IssueKey, entries: readonly FiledEntry[], by: string): void {
    for (const entry of entries) {
      const ofDay = this.entries.filter(({ issue, date }) => issue === key && date === entry.date);
      const there = ofDay.find(({ end }) => end === null) ?? null;
      const isKnown = ofDay.some((one) => one.end?.by !== by && saysTheSame(one, entry));
      if (isKnown) continue;
      this.#put({ ...entry, issue: key, by }, there);
      this.lastChanges.delete(key);
    }
  }

  #factsOf(issue: IssueKey): ModelFacts {
    return this.facts.get(issue) ?? NOTHING;
  }

  #unlessHindered(
    { issue, over }: { readonly issue: IssueKey; readonly over: number | null },
    { by, at, inputId }: ModelAsked,
    change: () => Told,
  ): Told {
    if (inputId !== null && this.#inputs.has(inputId)) return told('repeated');
    const last = this.lastChanges.get(issue);
    if (last !== undefined && last.by !== by) {
      const isUnseen = over === null ? at < last.at + FIVE_MINUTES : last.revision > over;
      if (isUnseen) return told('overtaken', `<@${last.by}> `, titleOf(issue));
    }
    return change();
  }

  #add({ issue, status, note }: AddRequest, asked: ModelAsked): Told {
    if (asked.inputId !== null && this.#inputs.has(asked.inputId)) return told('repeated');
    if (this.#issues.has(issue)) return told('there already', titleOf(issue));
    this.#issues.add(issue);
    const said = { says: NOBODY, basis: 'unverified', confidence: 'low', sources: [] } as const;
    const first = {
      ...said,
      status: status ?? 'proposed',
      note: note || 'Added to the agenda.',
      date: asked.today,
    };
    this.#put({ ...first, issue, by: asked.by }, null);
    this.#log(issue, asked, { kind: 'issue' });
    return told('recorded', `Added ${titleOf(issue)}: `, `${dayInWords(asked.today)}: `);
  }

  #addEntry(request: EntryRequest, asked: ModelAsked): Told {
    const { issue } = request;
    const day = request.day ?? asked.today;
    const all = this.counting(issue);
    const there = all.find(({ date }) => date === day) ?? null;
    const before = all.find(({ date }) => date < day) ?? null;
    const status = request.status ?? there?.status ?? before?.status;
    if (status === undefined) return told('status wanted', 'Say where it stands');
    const isUnusual = before !== null && !isUsualMove(before.status, status);
    if (isUnusual && there?.status !== status && request.note === '') {
      return told('reason wanted', labelOf(before.status), labelOf(status));
    }

    const given = request.sources.map((source) => this.#keepSource(source, day));
    const base = there?.status === status ? there : null;
    const sources = [...new Set([...(base?.sources ?? []), ...given])];
    const note = alsoSaying(base?.note ?? '', request.note, '\n');
    const knownSays = base === null || base.says === NOBODY ? '' : base.says;
    const publishers = [...new Set(given.map((one) => this.sources.get(one)?.publisher ?? ''))];
    const newSays = request.says || (knownSays === '' ? publishers.join(', ') : '');
    const says = alsoSaying(knownSays, newSays, '; ') || NOBODY;
    const isSourced = sources.length > 0;
    const confidence = request.confidence || base?.confidence || (isSourced ? 'medium' : 'low');
    const basis = isSourced ? 'verified' : 'unverified';
    const content = { date: day, status, note, says, basis, confidence, sources } as const;
    if (base !== null && saysTheSame(base, content)) return told('as it was', dayInWords(day));

    const entry = this.#put({ ...content, issue, by: asked.by }, there);
    this.#log(issue, asked, { kind: 'entry', entry, replaced: there });
    const mark = isUnsourced(entry) ? ' (unsourced)' : '';
    const from = before === null || before.status === status ? '' : `${labelOf(before.status)} → `;
    const says1 = `Recorded for ${titleOf(issue)}: `;
    const last = this.counting(issue)[0];
    return told(
      'recorded',
      says1,
      `${dayInWords(day)}: ${from}${labelOf(status)}${mark}`,
      ...(there === null ? [] : ['in place of the entry of that day']),
      ...(last === undefined || last.date === day
        ? []
        : [`The later entry of ${dayInWords(last.date)}`]),
    );
  }

  #addSource(request: SourceRequest, asked: ModelAsked): Told {
    const { issue } = request;
    const day = request.day ?? asked.today;
    if (day > asked.today) return told('still to come');
    const entry = this.counting(issue).find(({ date }) => date <= day);
    if (entry === undefined || (request.day !== null && entry.date !== day)) return told('missing');
    const { source, over } = request;
    return this.#unlessHindered(request, asked, () =>
      this.#addEntry(
        {
          kind: 'entry',
          word: 'update',
          issue,
          day: entry.date,
          status: null,
          note: '',
          says: '',
          confidence: '',
          sources: [source],
          over,
        },
        asked,
      ),
    );
  }

  #withdraw(request: WithdrawRequest, asked: ModelAsked): Told {
    const { issue, because } = request;
    const entry =
      'day' in request.entry
        ? this.counting(issue).find(
            ({ date }) => 'day' in request.entry && date === request.entry.day,
          )
        : this.entries[request.entry.number];
    if (entry === undefined) return told('missing');
    if (entry.isGone) return told('no issue');
    return this.#unlessHindered(request, asked, () => {
      if (entry.end !== null) return told('ended');
      entry.end = { by: asked.by, because, replaced: false };
      this.#log(issue, asked, { kind: 'withdrawal', entry });
      const [last] = this.counting(issue);
      const now = last === undefined ? 'Nothing else is recorded' : `“${labelOf(last.status)}`;
      return told('withdrawn', dayInWords(entry.date), labelOf(entry.status), now);
    });
  }

  #undo(asked: ModelAsked): Told {
    const { by, at, inputId } = asked;
    if (inputId !== null && this.#inputs.has(inputId)) return told('repeated');
    const change = this.#changes.findLast(
      (one) => one.by === by && one.at >= at - TEN_MINUTES && !one.isUndone,
    );
    if (change === undefined) return told('nothing to undo');
    const { issue, what } = change;
    switch (what.kind) {
      case 'issue': {
        const isBuiltOn = this.#lines.some(
          (one) => one.issue === issue && one.line > change.line && one.by !== by,
        );
        if (isBuiltOn) return told('built on');
        this.#issues.delete(issue);
        this.facts.set(issue, NOTHING);
        for (const entry of this.entries) entry.isGone ||= entry.issue === issue;
        break;
      }
      case 'entry': {
        const now = this.counting(issue).find(({ origin }) => origin === what.entry.origin);
        if (now === undefined) return told('built on');
        if (what.replaced === null) now.end = { by, because: null, replaced: false };
        else this.#put({ ...what.replaced, by }, now, what.replaced.origin);
        break;
      }
      case 'withdrawal': {
        const { entry } = what;
        if (this.counting(issue).some(({ date }) => date === entry.date)) return told('built on');
        this.#put({ ...entry, by }, null, entry.origin);
        break;
      }
      case 'facts': {
        const [field] = ISSUE_FACTS.filter((one) => what.before[one] !== what.after[one]);
        const now = this.#factsOf(issue);
        if (field === undefined || !isDeepStrictEqual(now[field], what.after[field])) {
          return told('built on');
        }
        this.facts.set(issue, { ...now, [field]: what.before[field] });
        break;
      }
    }
    change.isUndone = true;
    this.#log(issue, asked, null);
    return told('undone', titleOf(issue));
  }

  #setFacts(
    request: { readonly issue: IssueKey; readonly over: number | null },
    asked: ModelAsked,
    change: Partial<ModelFacts>,
  ): Told {
    return this.#unlessHindered(request, asked, () => {
      const before = this.#factsOf(request.issue);
      const after = { ...before, ...change };
      if (isDeepStrictEqual(before, after)) return told('as it was');
      this.facts.set(request.issue, after);
      this.#log(request.issue, asked, { kind: 'facts', before, after });
      return told('recorded', titleOf(request.issue));
    });
  }

  /** Puts an entry down, in the place of another one if there is one. */
  #put(
    content: Omit<ModelEntry, 'end' | 'isGone' | 'number' | 'origin'>,
    replaced: ModelEntry | null,
    origin?: number,
  ): ModelEntry {
    const number = this.entries.length;
    const entry = { ...content, number, origin: origin ?? number, end: null, isGone: false };
    if (replaced !== null) replaced.end = { by: content.by, because: null, replaced: true };
    this.entries.push(entry);
    return entry;
  }

  #keepSource({ address, url, publisher, date }: GivenSource, day: string): string {
    const known = this.sources.get(address);
    if (known === undefined) this.sources.set(address, { publisher, date: date ?? day, url });
    return address;
  }

  #log(issue: IssueKey, { by, at, inputId }: ModelAsked, what: Change['what'] | null): void {
    this.line += 1;
    const revision = (this.revisions.get(issue) ?? 0) + 1;
    this.revisions.set(issue, revision);
    this.lastChanges.set(issue, { revision, by, at });
    this.#lines.push({ issue, line: this.line, by });
    if (inputId !== null) this.#inputs.add(inputId);
    if (what !== null)
      this.#changes.push({ at, by, issue, line: this.line, what, isUndone: false });
  }
}

type AddRequest = Extract<Request, { kind: 'add' }>;
type IssueRequest = Exclude<Request, { kind: 'add' | 'undo' }>;
type EntryRequest = Extract<Request, { kind: 'entry' }>;
type SourceRequest = Extract<Request, { kind: 'source' }>;
type WithdrawRequest = Extract<Request, { kind: 'withdraw' }>;
type GivenSource = SourceRequest['source'];

const ISSUE_FACTS = ['aliases', 'positions', 'owners', 'desk'] as const;
const NOBODY = 'not stated';

function told(kind: Told['kind'], ...says: string[]): Told {
  return { kind, says };
}
