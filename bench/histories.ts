import { addDays } from '../src/agenda/days.ts';
import type { AgendaDocument, EntryDocument, IssueDocument } from '../src/agenda/document.ts';
import { atMost, compare, type Measure } from './measure.ts';
import { timesOf } from './answer-times.ts';
import type { Part } from './run.ts';

/** Entries in the shorter and in the longer history. */
const SHORT = 10;
const LONG = 10_000;

const QUESTIONS = [
  { named: 'status', of: (key: string) => `status ${key}` },
  { named: 'history', of: (key: string) => `history ${key}` },
];

/** The answer about an issue with a long history, beside one with a short history, in the same record. */
export const histories: Part = {
  name: 'histories',
  title: `Time of an answer about an issue with ${LONG.toLocaleString('en')} entries, beside one with ${SHORT}`,
  steps: ({ pace }) => pace.pairs,

  async run(run) {
    const database = await run.databases.of(`histories-${LONG}`, twoHistories());
    const pairs: (readonly [readonly number[], readonly number[]])[] = [];
    for (let index = 0; index < run.pace.pairs; index += 1) {
      const keys = index % 2 === 0 ? ['long', 'short'] : ['short', 'long'];
      const texts = keys.flatMap((key) => QUESTIONS.map(({ of }) => of(key)));
      const times = await timesOf(run, `sqlite:${database}`, texts);
      const [first, second] = [times.slice(0, QUESTIONS.length), times.slice(QUESTIONS.length)];
      pairs.push(index % 2 === 0 ? [first, second] : [second, first]);
      run.onStep();
    }
    return QUESTIONS.flatMap(({ named }, at): Measure[] =>
      compare(pairs, [
        {
          name: `\`${named}\`, found afresh`,
          unit: 'µs',
          goal: atMost(1.3, 1.1),
          of: (times) => times[at] ?? null,
        },
      ]),
    );
  },
};

function twoHistories(): AgendaDocument {
  return {
    schema_version: '1.0',
    dataset: {
      id: 'histories',
      title: 'Two histories',
      kind: 'bilateral',
      start_date: '2023-11-15',
      end_date: '2023-11-15',
      timezone: 'UTC',
      as_of: '2023-11-14',
      coverage_end: '2025-11-30',
      statuses: 'summit-10',
    },
    parties: [
      { id: 'one', name: 'One' },
      { id: 'other', name: 'Other' },
    ],
    issues: [issueWith('short', SHORT), issueWith('long', LONG)],
    sources: [{ id: 'paper', publisher: 'Paper', date: '2023-11', url: 'https://news.example/' }],
  };
}

function issueWith(key: string, entries: number): IssueDocument {
  return {
    key,
    title: `The ${key} history`,
    aliases: [],
    category: 'context',
    origin: 'agenda',
    summary: 'Talks.',
    positions: {},
    owners: [],
    history: Array.from({ length: entries }, (_, index) => entry(index - entries)),
    evidence: [],
    related: [],
  };
}

function entry(day: number): EntryDocument {
  return {
    date: addDays('2023-11-14', day),
    precision: 'day',
    status: day % 2 === 0 ? 'in-talks' : 'stalled',
    phase: 'before',
    note: `Talks, ${-day} days before the meeting.`,
    attribution: 'envoys',
    basis: 'verified',
    confidence: 'medium',
    sources: ['paper'],
  };
}
