import fc from 'fast-check';
import type {
  AgendaDocument,
  EntryDocument,
  HappeningDocument,
  IssueDocument,
} from '../../src/agenda/document.ts';
import { STATUSES } from '../../src/agenda/status.ts';

const START = '2023-11-15';
const END = '2023-11-17';

const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((given) => !given.includes('\0'));
const tag = fc.constantFrom('en', 'zh-Hans', 'ar', 'vi');
const names = fc.dictionary(tag, text, { noNullPrototype: true });
const key = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((words) => words.join('-'));
const keys = (minLength: number, maxLength: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(key, { minLength, maxLength });
const basis = fc.constantFrom('seed', 'verified', 'unverified');
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Any valid document: every optional part there or not, text of every script, any dates that agree. */
export const documents: fc.Arbitrary<AgendaDocument> = fc
  .record({ agenda: key, parties: keys(2, 4), sources: keys(1, 4), issues: keys(1, 5) })
  .chain((ids) =>
    fc.record(
      {
        schema_version: fc.constant('1.0' as const),
        dataset: dataset(ids.agenda),
        parties: fc.tuple(...ids.parties.map((id) => party(id))),
        context: context(ids.sources),
        issues: fc.tuple(...ids.issues.map((id) => issue(id, ids))),
        sources: fc.tuple(...ids.sources.map((id) => source(id))),
      },
      { requiredKeys: ['schema_version', 'dataset', 'parties', 'issues', 'sources'] },
    ),
  );

interface Ids {
  readonly parties: readonly string[];
  readonly sources: readonly string[];
  readonly issues: readonly string[];
}

function dataset(id: string) {
  return fc.record(
    {
      id: fc.constant(id),
      title: text,
      names,
      kind: fc.constantFrom('bilateral' as const, 'multilateral' as const),
      start_date: fc.constant(START),
      end_date: fc.constant(END),
      timezone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/Los_Angeles'),
      location: text,
      as_of: day,
      as_of_label: text,
      coverage_end: day,
      languages: fc.array(tag),
      statuses: fc.constant('summit-10'),
      disclaimer: text,
    },
    {
      requiredKeys: [
        'id',
        'title',
        'kind',
        'start_date',
        'end_date',
        'timezone',
        'as_of',
        'coverage_end',
        'statuses',
      ],
    },
  );
}

function party(id: string) {
  return fc.record(
    { id: fc.constant(id), name: text, short: text, names },
    { requiredKeys: ['id', 'name'] },
  );
}

function context(sources: readonly string[]) {
  const said = fc.array(fc.record({ text, attribution: text, basis }), { maxLength: 3 });
  const dated = fc.array(
    sourced<HappeningDocument>(
      sources,
      fc.record({
        date: day,
        precision: fc.constantFrom('day', 'month', 'year'),
        what: text,
      }),
    ),
    { maxLength: 3 },
  );
  return fc.record(
    { goals: said, expectations: said, contacts: dated, events: dated },
    { requiredKeys: [] },
  );
}

function source(id: string) {
  return fc.record(
    {
      id: fc.constant(id),
      publisher: text,
      date: fc.oneof(
        day,
        day.map((date) => date.slice(0, 7)),
      ),
      url: fc.webUrl({ withQueryParameters: true }).map((url) => url.replaceAll('|', '%7C')),
      about: text,
      kind: fc.constantFrom('seed', 'news', 'official', 'readout', 'analysis'),
      lang: tag,
    },
    { requiredKeys: ['id', 'publisher', 'date', 'url'] },
  );
}

function issue(id: string, ids: Ids): fc.Arbitrary<IssueDocument> {
  const partyId = fc.constantFrom(...ids.parties);
  return fc.record(
    {
      key: fc.constant(id),
      title: text,
      names,
      aliases: fc.uniqueArray(
        text.filter((alias) => alias !== ''),
        { maxLength: 4 },
      ),
      category: fc.constantFrom('tension', 'cooperation', 'channel', 'context'),
      origin: fc.constantFrom('seed', 'agenda', 'outcome'),
      summary: text,
      positions: fc.dictionary(partyId, fc.record({ text, basis }), { noNullPrototype: true }),
      owners: fc.array(
        fc.record(
          { party: partyId, name: text, role: text, basis },
          { requiredKeys: ['party', 'name', 'basis'] },
        ),
        { maxLength: 3 },
      ),
      owner_note: text,
      history: histories(ids.sources),
      evidence: fc.array(quote(ids.sources), { maxLength: 3 }),
      related: fc.array(fc.constantFrom(...ids.issues), { maxLength: 3 }),
    },
    {
      requiredKeys: [
        'key',
        'title',
        'aliases',
        'category',
        'origin',
        'summary',
        'positions',
        'owners',
        'history',
        'evidence',
        'related',
      ],
    },
  );
}

/** Some entries on rising days. */
export function histories(sources: readonly string[]): fc.Arbitrary<EntryDocument[]> {
  return fc
    .uniqueArray(
      sourced<EntryDocument>(
        sources,
        fc.record(
          {
            date: day,
            precision: fc.constantFrom('day', 'month', 'year'),
            status: fc.constantFrom(...STATUSES.map((status) => status.key)),
            note: text,
            attribution: text,
            confidence: fc.constantFrom('high', 'medium', 'low'),
            reported: day,
            date_note: text,
          },
          {
            requiredKeys: ['date', 'precision', 'status', 'note', 'attribution', 'confidence'],
          },
        ),
      ),
      { minLength: 1, maxLength: 6, selector: ({ date }) => date },
    )
    .map((entries) =>
      entries
        .toSorted((one, other) => (one.date < other.date ? -1 : 1))
        .map((entry) => ({ ...entry, phase: phaseOn(entry.date) })),
    );
}

function quote(sources: readonly string[]) {
  return fc.record(
    {
      quote: text,
      speaker: text,
      speaker_type: fc.constantFrom(
        'named-official',
        'unnamed-official',
        'unnamed-source',
        'outlet',
        'official-text',
      ),
      via: text,
      source: fc.constantFrom(...sources),
      supports: text,
      caveat: text,
    },
    { requiredKeys: ['quote', 'speaker', 'speaker_type', 'source', 'supports'] },
  );
}

type Sourced = Pick<HappeningDocument, 'basis' | 'sources'>;

/** Adds sources and the basis that goes with them. */
function sourced<Whole extends Sourced>(
  sources: readonly string[],
  rest: fc.Arbitrary<Omit<Whole, 'basis' | 'sources' | 'phase'>>,
): fc.Arbitrary<Whole> {
  const named = fc.array(fc.constantFrom(...sources), { maxLength: 3 });
  return fc.tuple(rest, named, fc.constantFrom('seed', 'verified')).map(([others, ids, known]) => {
    const whole = { ...others, sources: ids, basis: ids.length === 0 ? 'unverified' : known };
    return whole as unknown as Whole;
  });
}

function phaseOn(date: string): EntryDocument['phase'] {
  if (date < START) return 'before';
  return date > END ? 'after' : 'summit';
}
