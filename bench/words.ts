import { freshServerDatabase, startServer } from '../tests/support/postgres.ts';
import { timesOf } from './answer-times.ts';
import { inventedTitle } from './invented-title.ts';
import { atMost, compare, type Goal, type Measure } from './measure.ts';
import { moveTo } from './on-postgres.ts';
import { type Part, type Run, sizeName } from './run.ts';

const GOAL = atMost(1.5, 1.2);

/** `search` and the typo ask for words that stand in the small agenda too. */
const QUESTIONS: readonly { readonly text: string; readonly goal: Goal | null }[] = [
  { text: 'status fentanyl', goal: GOAL },
  { text: 'list', goal: GOAL },
  { text: 'list status:stalled', goal: GOAL },
  { text: 'list category:tension', goal: GOAL },
  { text: 'search precursor', goal: GOAL },
  { text: 'search tariffs', goal: GOAL },
  { text: 'digest preview', goal: GOAL },
  { text: 'changes since:2023-11-15 until:2023-11-21', goal: GOAL },
  { text: 'changes', goal: GOAL },
  { text: 'status', goal: GOAL },
  { text: 'agenda', goal: null },
  { text: `status ${inventedTitle(1)}`, goal: null },
  { text: 'status fentanil', goal: null },
  { text: 'status sea cable', goal: null },
];

/** Where the agenda of each size is kept. */
type Urls = ReadonlyMap<number, string>;

/** How long each answer takes inside the program, on ever larger agendas. */
export const words: Part = {
  name: 'words',
  title: 'Time of an answer inside the program on a larger agenda, beside a smaller one',
  steps: ({ pace, wordSizes }) => pace.pairs * wordSizes.length,

  async run(run) {
    const urls = new Map<number, string>();
    for (const size of run.wordSizes) {
      urls.set(size, `sqlite:${await run.databases.ofSize(size)}`);
    }
    return measure(run, urls);
  },
};

/** The same of a record in PostgreSQL, where a larger agenda has to be moved to first. */
export const wordsOnPostgres: Part = {
  name: 'words-postgres',
  title: 'The same from PostgreSQL',
  steps: ({ pace, wordSizes }) => pace.pairs * wordSizes.length,

  async run(run) {
    const server = await startServer();
    try {
      const urls = new Map<number, string>();
      for (const size of run.wordSizes) {
        const url = await freshServerDatabase(server.url);
        await moveTo(url, await run.databases.ofSize(size));
        urls.set(size, url);
      }
      return await measure(run, urls);
    } finally {
      await server.stop();
    }
  },
};

async function measure(run: Run, urls: Urls): Promise<Measure[]> {
  const [smallest, ...larger] = run.wordSizes;
  const rounds: ReadonlyMap<number, readonly number[]>[] = [];
  for (let index = 0; index < run.pace.pairs; index += 1) {
    const order = index % 2 === 0 ? run.wordSizes : run.wordSizes.toReversed();
    const round = new Map<number, readonly number[]>();
    for (const size of order) round.set(size, await timesAt(run, urls.get(size) ?? ''));
    rounds.push(round);
  }
  return larger.flatMap((size) =>
    QUESTIONS.flatMap(({ text, goal }, question): Measure[] =>
      compare(
        rounds.map((round) => [round.get(size), round.get(smallest)]),
        [
          {
            name: `\`${text}\`, ${sizeName(size)} issues to ${sizeName(smallest)}`,
            unit: 'µs',
            goal,
            of: (times) => times?.[question] ?? null,
          },
        ],
      ),
    ),
  );
}

/** One time for each question. */
async function timesAt(run: Run, url: string): Promise<number[]> {
  const times = await timesOf(
    run,
    url,
    QUESTIONS.map(({ text }) => text),
  );
  run.onStep();
  return times;
}
