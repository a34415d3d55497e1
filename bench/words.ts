import { timesOf } from './answer-times.ts';
import { inventedTitle } from './invented-title.ts';
import { atMost, compare, type Goal, type Measure } from './measure.ts';
import { type Part, type Run, sizeName } from './run.ts';

const GOAL = atMost(2, 1.3);

/** `search` and the typo ask for words that stand in the small agenda too. */
const QUESTIONS: readonly { readonly text: string; readonly goal: Goal | null }[] = [
  { text: 'list', goal: GOAL },
  { text: 'list status:stalled', goal: GOAL },
  { text: 'search precursor', goal: GOAL },
  { text: 'search tariffs', goal: GOAL },
  { text: 'changes since:2023-11-15 until:2023-11-21', goal: GOAL },
  { text: 'changes', goal: GOAL },
  { text: 'status', goal: GOAL },
  { text: 'agenda', goal: null },
  { text: `status ${inventedTitle(1)}`, goal: null },
  { text: 'status fentanil', goal: null },
  { text: 'status sea cable', goal: null },
];

/** How long each answer takes inside the program, on ever larger agendas. */
export const words: Part = {
  name: 'words',
  title: 'Time of an answer inside the program on a larger agenda, beside a smaller one',
  steps: ({ pace, wordSizes }) => pace.pairs * wordSizes.length,

  async run(bench) {
    const [smallest, ...larger] = bench.wordSizes;
    const rounds: ReadonlyMap<number, readonly number[]>[] = [];
    for (let index = 0; index < bench.pace.pairs; index += 1) {
      const order = index % 2 === 0 ? bench.wordSizes : bench.wordSizes.toReversed();
      const round = new Map<number, readonly number[]>();
      for (const size of order) round.set(size, await timesAt(bench, size));
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
  },
};

/** One time for each question. */
async function timesAt(run: Run, size: number): Promise<number[]> {
  const texts = QUESTIONS.map(({ text }) => text);
  const times = await timesOf(run, await run.databases.ofSize(size), texts);
  run.onStep();
  return times;
}
