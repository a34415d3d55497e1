import { CPU, FENTANYL, P50, P99, PER_SECOND } from './beside-stock.ts';
import { summitOverHttp } from './contenders.ts';
import { inventedTitle } from './invented-title.ts';
import type { Question } from './http-load.ts';
import { atLeast, atMost, compare, type Measure } from './measure.ts';
import { type Part, sizeName } from './run.ts';
import { samplePairs } from './sample.ts';

/** The same question each time, and any of the issues. */
const QUESTIONS: readonly {
  readonly named: string;
  readonly question: (size: number) => Question;
  /** Whether the goals are for it; any issue is mostly the reading of pages nobody has read yet. */
  readonly hasGoal: boolean;
}[] = [
  { named: '`status fentanyl`', question: () => FENTANYL, hasGoal: true },
  {
    named: '`status fentanyl`, found afresh',
    question: () => ({ ...FENTANYL, afresh: true }),
    hasGoal: true,
  },
  { named: '`status` of any issue, found afresh', question: anyIssue, hasGoal: false },
];

/** `/summit status` over HTTP on ever larger agendas, beside the smallest. */
export const sizes: Part = {
  name: 'sizes',
  title: '`/summit status` over HTTP on a larger agenda, beside a smaller one',
  steps: ({ pace, sizes: [, ...larger] }) => larger.length * QUESTIONS.length * pace.pairs,

  async run({ ground, databases, pace, sizes: [smallest, ...larger], onStep }) {
    const measures: Measure[] = [];
    for (const size of larger) {
      for (const { named, question, hasGoal } of QUESTIONS) {
        const pairs = await samplePairs(
          pace,
          summitOverHttp(ground, await databases.ofSize(size), () => question(size)),
          summitOverHttp(ground, await databases.ofSize(smallest), () => question(smallest)),
          onStep,
        );
        const where = `${named}, ${sizeName(size)} issues to ${sizeName(smallest)}`;
        const aspects = [
          { ...PER_SECOND, goal: hasGoal ? atLeast(size > 100_000 ? 0.85 : 0.9, 0.95) : null },
          P50,
          { ...P99, goal: hasGoal ? atMost(1.25, 1.25) : null },
          CPU,
        ];
        measures.push(
          ...compare(pairs, aspects).map((measure) => ({
            ...measure,
            name: `${where}: ${measure.name}`,
          })),
        );
      }
    }
    return measures;
  },
};

function anyIssue(size: number): Question {
  // The last numbers give way to the example's own issues.
  const title = inventedTitle(Math.floor(Math.random() * (size - 100)));
  return { text: `status ${title}`, expect: title, afresh: true };
}
