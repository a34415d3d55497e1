import { CPU, P50, P99, PER_SECOND } from './beside-stock.ts';
import { stockOverHttp, summitOverHttp } from './contenders.ts';
import { type Question, askOnce } from './http-load.ts';
import { inventedTitle } from './invented-title.ts';
import { atLeast, compare } from './measure.ts';
import type { Part, Run } from './run.ts';
import { samplePairs } from './sample.ts';

/** The smaller agenda of the sizes: what a team follows. */
const ISSUES = 1000;

const STATUSES = ['in talks', 'agreed in principle', 'agreed', 'implementing', 'stalled'];

/** `/summit update …` over HTTP, each on the disk before it is acknowledged, beside a bare Bolt app. */
export const updates: Part = {
  name: 'updates',
  title:
    '`/summit update` over HTTP, durable when acknowledged, beside a bare Bolt app that acks a constant',
  steps: ({ pace }) => pace.pairs,

  async run(run) {
    const { ground, databases, pace, onStep } = run;
    const full = await databases.ofSize(ISSUES);
    const length = await answerLength(run, full);
    const pairs = await samplePairs(
      pace,
      async () => summitOverHttp(ground, await databases.copyOf(full), nextUpdate)(),
      stockOverHttp(ground, length, () => ({ text: 'update', expect: '....' })),
      onStep,
    );
    return compare(pairs, [{ ...PER_SECOND, goal: atLeast(0.25, 0.4) }, P50, P99, CPU]);
  },
};

let updatesSent = 0;

/** Another issue each time, at another status and with another note. */
function nextUpdate(): Question {
  updatesSent += 1;
  const title = inventedTitle(updatesSent % (ISSUES - 100));
  const status = STATUSES[updatesSent % STATUSES.length];
  return {
    text: `update ${title} ${status} because round ${updatesSent} ended with a common text`,
    expect: 'Recorded for',
  };
}

async function answerLength({ ground, databases }: Run, full: string): Promise<number> {
  const copy = await databases.copyOf(full);
  const { program, port } = await summitOverHttp(ground, copy, nextUpdate)();
  try {
    return Buffer.byteLength(await askOnce(port, nextUpdate().text));
  } finally {
    await program.stop();
  }
}
