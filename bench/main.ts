import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { http, socket } from './beside-stock.ts';
import { sizes } from './by-size.ts';
import { takeCores } from './cores.ts';
import { openDatabases } from './databases.ts';
import { digests } from './digests.ts';
import { startFakeSlack } from './fake-slack.ts';
import { gate } from './gate.ts';
import type { Measure } from './measure.ts';
import { histories } from './histories.ts';
import { onPostgres } from './on-postgres.ts';
import { startProgress } from './progress.ts';
import { table } from './report.ts';
import type { Run } from './run.ts';
import { updates } from './updates.ts';
import { words, wordsOnPostgres } from './words.ts';

/** `npm run bench`: how fast Summit is beside a bare Bolt app, and on large agendas beside a small one. */
const parts = [
  http,
  gate,
  onPostgres,
  updates,
  digests,
  histories,
  sizes,
  words,
  wordsOnPostgres,
  socket,
];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    pairs: { type: 'string' },
  },
});
const chosen = parts.filter((part) => values.only === undefined || part.name === values.only);
const pairs = Number(values.pairs ?? (values.quick ? 1 : 5));
if (chosen.length === 0 || !Number.isInteger(pairs) || pairs < 1) {
  const names = parts.map((part) => part.name).join('|');
  console.error(`Usage: npm run bench -- [--quick] [--json] [--only ${names}] [--pairs N]`);
  process.exit(2);
}

const cores = takeCores();
const slack = await startFakeSlack();
const ready = {
  ground: { slack, core: cores?.program ?? null, bothCores: cores?.both ?? null },
  databases: openDatabases((what) => console.error(what)),
  ...(values.quick
    ? {
        pace: { pairs, warmUpSeconds: 0.5, turns: 2 },
        sizes: [1_000, 10_000],
        wordSizes: [1_000, 2_000],
      }
    : {
        pace: { pairs, warmUpSeconds: 2.5, turns: 10 },
        sizes: [1_000, 100_000, 1_000_000],
        wordSizes: [1_000, 100_000, 1_000_000],
      }),
} satisfies Omit<Run, 'onStep'>;

const progress = startProgress(chosen.reduce((sum, part) => sum + part.steps(ready), 0));
const found: { readonly part: string; readonly measures: readonly Measure[] }[] = [];
for (const part of chosen) {
  const measures = await part.run({ ...ready, onStep: progress.step });
  found.push({ part: part.name, measures });
}
progress.end();
slack.stop();

const conditions = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  cores: cores ?? 'shared: taskset or a second core is missing',
  pairs,
};
if (values.json) {
  const measures = found.flatMap(({ part, measures: some }) =>
    some.map((measure) => ({ part, ...measure })),
  );
  console.log(JSON.stringify({ ...conditions, measures }, null, 2));
} else {
  console.log(`${conditions.machine}, Node ${conditions.node}, ${pairs} pairs`);
  console.log(
    cores === null
      ? 'Programs and load share the cores, so expect more noise.'
      : `Programs run on core ${cores.program}, the load on core ${cores.load}.`,
  );
  for (const part of chosen) {
    const measures = found.find((each) => each.part === part.name)?.measures ?? [];
    console.log(`\n${part.title}\n\n${table(measures)}`);
  }
}
